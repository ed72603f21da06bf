/* A form that asks leaves out of the address what nobody filled in: `?country=MK`, not `?q=&country=MK&yearFrom=`.
   Without scripts the empty keys stay, and ask for nothing. */
"use strict";

document.addEventListener("formdata", ({ target, formData }) => {
  if (target.method !== "get") return;
  for (const name of new Set(formData.keys())) {
    const given = formData.getAll(name).filter(Boolean);
    formData.delete(name);
    for (const value of given) formData.append(name, value);
  }
});
