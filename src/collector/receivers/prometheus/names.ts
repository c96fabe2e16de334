// The name under which all of this is stored, counted and set.

export const receiver = "prometheus";
