"""Scripts that make life hard for a page: they run before its own."""

# The clock of the device is years ahead.
AHEAD = """
    const real = Date;
    window.Date = class extends real {
        constructor(...given) { super(...(given.length ? given : [real.now() + 9 * 365 * 864e5])); }
        static now() { return real.now() + 9 * 365 * 864e5; }
    };
"""
# The storage of the site is full to the last byte: whatever is there can be read, and nothing is added.
FULL = """
    Storage.prototype.setItem = function () { throw new DOMException("full", "QuotaExceededError"); };
"""
# The browser keeps nothing, and the clock is ahead.
BLOCKED = (
    """
    for (const name of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });
    }
"""
    + AHEAD
)
