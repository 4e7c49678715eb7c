// @ts-check
/** Every page of the console: its address, what makes it, and where it stands in the navigation. */

/**
 * `page`: a module whose default export is a component with `{ params, query }`. `area`: under which entry of the navigation
 * it is; `needs`: a permission without which it is not offered (the desk decides in the end). Every agent reads reports of
 * their own work, and only leads the figures of the desk that are on the board: it needs what only leads may.
 * @typedef {{ path: string, title: string, area: string, page: () => Promise<{ default: any }> }} Route
 * @typedef {{ href: string, title: string, icon: string, area: string, needs?: string, key?: string }} Entry
 */

/** @type {Route[]} the first that fits */
export const ROUTES = [
  { path: "/console", title: "console.queue", area: "queue", page: () => import("./queue/page.js") },
  { path: "/console/queue", title: "console.queue", area: "queue", page: () => import("./queue/page.js") },
  { path: "/console/tickets", title: "console.tickets", area: "tickets", page: () => import("./tickets/page.js") },
  { path: "/console/tickets/:id", title: "console.ticket", area: "tickets", page: () => import("./ticket/page.js") },
  { path: "/console/views/:id", title: "console.views", area: "tickets", page: () => import("./tickets/page.js") },
  { path: "/console/search", title: "console.search", area: "search", page: () => import("./tickets/search.js") },
  { path: "/console/customers", title: "console.customers", area: "customers", page: () => import("./customers/page.js") },
  { path: "/console/customers/:id", title: "console.customer", area: "customers", page: () => import("./customers/customer.js") },
  { path: "/console/organizations/:id", title: "console.organization", area: "customers", page: () => import("./customers/organization.js") },
  { path: "/console/board", title: "console.board", area: "board", page: () => import("./board/page.js") },
  { path: "/console/reports", title: "console.reports", area: "reports", page: () => import("./reports/page.js") },
  { path: "/console/reports/*", title: "console.reports", area: "reports", page: () => import("./reports/page.js") },
  { path: "/console/reviews", title: "console.reviews", area: "reviews", page: () => import("./reviews/page.js") },
  { path: "/console/reviews/:id", title: "console.review", area: "reviews", page: () => import("./reviews/review.js") },
  { path: "/console/articles", title: "console.articles", area: "articles", page: () => import("./admin/articles.js") },
  { path: "/console/articles/*", title: "console.articles", area: "articles", page: () => import("./admin/articles.js") },
  { path: "/console/incidents", title: "console.incidents", area: "incidents", page: () => import("./admin/incidents.js") },
  { path: "/console/incidents/*", title: "console.incidents", area: "incidents", page: () => import("./admin/incidents.js") },
  { path: "/console/me", title: "console.me", area: "me", page: () => import("./me/page.js") },
  { path: "/console/admin", title: "console.admin", area: "admin", page: () => import("./admin/page.js") },
  { path: "/console/admin/:section", title: "console.admin", area: "admin", page: () => import("./admin/page.js") },
  { path: "/console/admin/:section/*", title: "console.admin", area: "admin", page: () => import("./admin/page.js") },
];

/** @type {Entry[]} the navigation, from top to bottom; `key` is pressed after g */
export const ENTRIES = [
  { href: "/console/queue", title: "console.queue", icon: "inbox", area: "queue", key: "q" },
  { href: "/console/tickets", title: "console.tickets", icon: "list", area: "tickets", key: "t" },
  { href: "/console/search", title: "console.search", icon: "search", area: "search", key: "s" },
  { href: "/console/customers", title: "console.customers", icon: "users", area: "customers", key: "c" },
  { href: "/console/board", title: "console.board", icon: "layout-dashboard", area: "board", needs: "settings:read", key: "b" },
  { href: "/console/reports", title: "console.reports", icon: "chart-line", area: "reports", needs: "reports:read", key: "r" },
  { href: "/console/reviews", title: "console.reviews", icon: "award", area: "reviews", needs: "reviews:read", key: "v" },
  { href: "/console/articles", title: "console.articles", icon: "book-open", area: "articles", key: "a" },
  { href: "/console/incidents", title: "console.incidents", icon: "siren", area: "incidents", key: "i" },
  { href: "/console/admin", title: "console.admin", icon: "settings", area: "admin", needs: "settings:read", key: "x" },
];
