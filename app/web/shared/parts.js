// @ts-check
/** The components of all pages, one door to `parts/`. What they look like is in `design.css`. */
export { Button, Icon, IconButton, Spinner } from "./parts/buttons.js";
export { Checkbox, Combo, Field, Input, Select, Switch, TextArea } from "./parts/fields.js";
export { copy } from "./parts/copying.js";
export { Dialog, confirm, dialogs } from "./parts/dialogs.js";
export { Menu, Tabs } from "./parts/menus.js";
export { Avatar, Badge, Card, Countdown, Empty, JsonView, Notice, Problem, When } from "./parts/things.js";
export { Toasts, toast } from "./parts/toasts.js";
export { Table, Windowed, useBeginning } from "./parts/lists.js";
export { Caller, useApi, useClock, useFetch, useList } from "./parts/fetching.js";
