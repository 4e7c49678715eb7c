// @ts-check
/** Whether a ticket is asked for a field: by its type, its brand and the field's own conditions. */

/** @typedef {import("api").components["schemas"]["FieldOut"]} FieldOut */
/** @typedef {import("api").components["schemas"]["ConditionIn"]} Condition */
/** @typedef {import("api").components["schemas"]["TicketOut"]} TicketOut */

/** @param {unknown} value */
export const isThere = (value) => value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && !value.length);

/** @param {unknown} value @returns {unknown[]} */
const listed = (value) => (Array.isArray(value) ? value : isThere(value) ? [value] : []);

/** @type {Record<string, (found: any, value: any) => boolean>} */
const HOLDS = {
  is: (found, value) => found === value,
  is_not: (found, value) => found !== value,
  in: (found, value) => listed(value).includes(found),
  not_in: (found, value) => !listed(value).includes(found),
  has_any: (found, value) => listed(value).some((each) => listed(found).includes(each)),
  has_all: (found, value) => listed(value).every((each) => listed(found).includes(each)),
  has_none: (found, value) => !listed(value).some((each) => listed(found).includes(each)),
  present: isThere,
  absent: (found) => !isThere(found),
  at_least: (found, value) => isThere(found) && found >= value,
  at_most: (found, value) => isThere(found) && found <= value,
  under: (found, value) => found === value || String(found ?? "").startsWith(`${value}/`),
};

/** @param {Condition} condition @param {TicketOut} ticket */
function holds({ field, operator, value }, ticket) {
  const own = "custom_fields.";
  const found = field.startsWith(own) ? ticket.custom_fields[field.slice(own.length)]
    : /** @type {Record<string, any>} */ (ticket)[field];
  // One that this page does not know hides nothing: the desk decides in the end.
  return HOLDS[operator]?.(found ?? null, value) ?? true;
}

/** @param {FieldOut} field @param {TicketOut} ticket */
export function applies(field, ticket) {
  const { ticket_types: types, brands, conditions } = field;
  return (!types?.length || types.includes(ticket.type))
    && (!brands?.length || (ticket.brand !== null && brands.includes(ticket.brand)))
    && (conditions?.all ?? []).every((each) => holds(each, ticket))
    && (!conditions?.any?.length || conditions.any.some((each) => holds(each, ticket)));
}
