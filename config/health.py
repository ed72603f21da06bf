"""What a load balancer asks: does the process live, and can it serve?"""

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe


@csrf_exempt
@require_safe
def live(request):
    """200 as long as the process answers; asks nobody else."""
    return HttpResponse("live\n", content_type="text/plain")


@csrf_exempt
@require_safe
def ready(request):
    """200 when the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")
