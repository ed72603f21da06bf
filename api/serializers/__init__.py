"""The schema of the public documents, for OpenAPI; and their oracle: tests hold each document against its serializer.

Answers are not made here: the database writes them (`documents.py` of each room).
"""
