// @ts-check
/** How a customer is called where there is no name. */
import { t } from "../../shared/texts.js";

/** @param {{ name?: string | null, email?: string | null, claimed_email?: string | null, phone?: string | null, external_id?: string | null }} customer */
export function nameOf(customer) {
  return customer.name || customer.email || customer.claimed_email || customer.phone || customer.external_id || t("inbox.somebody");
}
