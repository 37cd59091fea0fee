package peal.console;

/** A list with a filter of which the API has looked at the newest batches only. */
final class OlderBatches {
  /** Nobody starts two thousand batches for it: the API's answers to this filter are ours. */
  private static final String ANSWERS =
      """
      const real = window.fetch;
      const batch = (name) => ({
        id: 'batch_' + name, name, status: 'failed', isComplete: true, createdAt: 1, totalCalls: 1,
        progress: { waiting: 0, active: 0, completed: 0, failed: 1, cancelled: 0, total: 1 },
      });
      window.fetch = (path, request) => {
        if (!String(path).includes('status=failed')) {
          return real(path, request);
        }
        const older = path.includes('before=batch_limit');
        const pagination = { page: 1, limit: 10, total: 1, totalPages: 1, hasNext: false, hasPrev: false };
        return Promise.resolve(Response.json(older
          ? { batches: [batch('old')], pagination }
          : { batches: [batch('new')], pagination: { ...pagination, nextBefore: 'batch_limit' } }));
      };
      """;

  private static final String OLDER = "nav[aria-label^='Newer'] button:last-child";
  private static final String NEWER = "nav[aria-label^='Newer'] button:first-child";

  private OlderBatches() {}

  /** Begins and ends at the list of batches without a filter. */
  static void areLookedAt(Browser browser) {
    browser.script(ANSWERS);
    choose(browser, "failed");
    browser.seeText(".batches h2", "new");
    // One step, although the second click comes before the older ones are there.
    browser.script(
        "const older = document.querySelector(arguments[0]); older.click(); older.click()", OLDER);
    browser.seeText(".batches h2", "old");
    browser.screenshot("older");
    browser.click(NEWER);
    browser.seeText(".batches h2", "new");
    choose(browser, "all");
    browser.seeText(".batches article", "cancelled");
  }

  private static void choose(Browser browser, String status) {
    browser.script(
        "const filter = document.getElementById('filter'); filter.value = arguments[0];"
            + " filter.dispatchEvent(new Event('change'))",
        status);
  }
}
