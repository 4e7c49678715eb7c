// @ts-check

/** A random id. (`crypto.randomUUID` is not there on pages without TLS, as in an office network.) */
export function uuid() {
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (each) => each.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})/, "$1-$2-4$3-8$4-");
}
