package peal.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole road in a browser. Without Chromium and its driver these tests are skipped, unless the
 * environment demands the tools of tests: {@code PEAL_DEMAND_TOOLS=1}.
 */
@Tag("browser")
class ConsoleTest {
  private static final int GOOD_ROWS = 60;
  private static final int MANY_ROWS = 1_000;

  private static RunningPeal peal;

  @TempDir private Path folder;
  private Uploads files;

  @BeforeAll
  static void start() throws Exception {
    if (Browser.programs().isEmpty()) {
      String missing = "chromium and chromedriver are not installed (apt-get: chromium-driver)";
      if (System.getenv("PEAL_DEMAND_TOOLS") != null) {
        fail(missing);
      }
      abort(missing);
    }
    peal = RunningPeal.start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (peal != null) {
      peal.close();
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Look.class)
  void aFileIsCheckedStartedWatchedAndDownloadedAndAnotherBatchIsCancelled(Look look)
      throws Exception {
    files = new Uploads(folder);
    try (Browser browser = Browser.open(look)) {
      signIn(browser);
      aBadFileShowsItsRows(browser);
      aWorkbookIsReadFromTheSheetThatIsNamed(browser);
      String batch = aGoodFileIsStartedAndWatchedToItsEnd(browser);
      aCallIsOpened(browser);
      theResultsAreDownloaded(browser, batch);
      anotherBatchIsCancelled(browser);
      aListOfAnotherProgramIsMapped(browser);
      theListHasBoth(browser);
      OlderBatches.areLookedAt(browser);
      ListsOfNobodies.areKept(browser, files, look);
      agentsAreMade(browser, look);
      dialingIsStoppedAndResumed(browser);
      signOut(browser);
      assertThat(browser.complaints()).as("the page's complaints").isEmpty();
    }
  }

  private void signIn(Browser browser) {
    browser.go(peal.url());
    browser.see("form input[name=key]");
    browser.screenshot("sign-in");
    browser.type("input[name=workspace]", peal.workspace());
    browser.type("input[name=key]", "peal_wrong");
    browser.press("form button");
    browser.seeText(".refusal", "The API key is not known.");
    browser.screenshot("sign-in-refused");
    assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("401"));
    browser.type("input[name=key]", peal.key());
    browser.press("form button");
    browser.seeText("h1", "Batches");
  }

  private void aBadFileShowsItsRows(Browser browser) throws IOException {
    browser.press("a[href='#/new']");
    browser.seeText("h1", "New batch");
    browser.choose(
        files.text(
            "bad.csv",
            """
            phone_number,first_name,last_name
            +441632960123,Ada,Lovelace
            not a number,Ben,Bitdiddle
            +441632960125,Cleo,Patra
            1.2346E+10,Dan,Druff
            """));
    browser.seeText(".verdict.bad", "2 rows cannot be called");
    browser.seeText("tr.bad.why", "Row 2");
    assertThat(browser.count("tr.bad:not(.why)")).isEqualTo(2);
    assertThat(browser.see(".step button.main").isEnabled()).isFalse();
    browser.screenshot("bad-file");
    browser.click(".step > div > p > button.link");
    assertThat(Files.readAllLines(browser.downloaded("rejected.csv")))
        .as("the rows that cannot be called, each with its reason")
        .hasSize(3)
        .satisfies(lines -> {
          assertThat(lines.get(0)).startsWith("rejected_row,rejected_code,rejected_reason,");
          assertThat(lines.get(1)).startsWith("2,").contains("not a number,Ben,Bitdiddle");
          assertThat(lines.get(2)).startsWith("4,").contains("1.2346E+10,Dan,Druff");
        });
  }

  private void aWorkbookIsReadFromTheSheetThatIsNamed(Browser browser) throws IOException {
    browser.choose(files.workbook());
    browser.seeText(".verdict.bad", "Which column holds the phone numbers?");
    browser.script("document.querySelector('input[name=sheet]').closest('details').open = true");
    browser.type("input[name=sheet]", "People");
    browser.press("input[name=sheet]");
    browser.seeText(".verdict.good", "Every row can be called");
    browser.seeText("table.preview td", "+441632960123");
    browser.seeText(".step button.main", "Start 2 calls");
    browser.screenshot("workbook");
    browser.type("input[name=sheet]", "");
    browser.press("input[name=sheet]");
    browser.seeText(".verdict.bad", "Which column holds the phone numbers?");
  }

  private void aListOfAnotherProgramIsMapped(Browser browser) throws IOException {
    browser.press("a[href='#/new']");
    browser.see(".drop");
    demoAgentCalls(browser);
    browser.choose(
        files.text(
            "export.csv",
            """
            Customer,Reachable at,Called
            7,+44 (0) 1632 960123,Ada
            8,unknown,Ben
            9,+44 1632 960125,Cleo
            """));
    browser.seeText(".verdict.bad", "Which column holds the phone numbers?");
    browser.seeText(".columns[open] .hint", "Guessed: Reachable at.");
    browser.script("document.querySelector('.columns select[name=first_name]').value = 'Called'");
    browser.screenshot("columns");
    browser.click(".columns button");
    browser.seeText(".verdict.bad", "1 row cannot be called");
    browser.seeText("table.preview .dials", "calls +441632960123");
    browser.seeText(".said .prompt", "You call Ada");
    browser.script(
        "const rule = document.querySelector('select[name=onInvalidRows]'); rule.value = 'skip';"
            + " rule.dispatchEvent(new Event('change'))");
    browser.seeText(".step button.main", "Start 2 calls");
    browser.click(".step > p > button.main");
    browser.seeText(".big", "2 of 2 calls ended");
    browser.screenshot("mapped");
    String address = browser.address();
    String batch = address.substring(address.lastIndexOf('/') + 1);
    browser.click(".actions button:nth-of-type(3)");
    assertThat(Files.readAllLines(browser.downloaded(batch + "-rejected.csv")))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("2,")
        .contains("8,unknown,Ben");
  }

  private String aGoodFileIsStartedAndWatchedToItsEnd(Browser browser) throws IOException {
    demoAgentCalls(browser);
    browser.click(".hint button.link");
    assertThat(Files.readAllLines(browser.downloaded("batch-calls-template.csv")).getFirst())
        .as("the agent's own placeholders are columns")
        .contains("phone_number", "first_name");
    browser.choose(files.rows("good.csv", GOOD_ROWS));
    browser.seeText(".verdict.good", "Every row can be called");
    browser.seeText(".said .prompt", "You call Ada1");
    browser.seeText(".step button.main", "Start 60 calls");
    browser.type(".field input[maxlength='200']", "Spring reminders");
    browser.screenshot("good-file");
    browser.click(".step > p > button.quiet");
    browser.see("#forecast .plot svg rect");
    browser.seeLabel("#forecast svg", "Dials per hour");
    browser.seeText("#forecast dd", "60");
    browser.screenshot("plan");
    browser.click(".step > p > button.main");
    browser.seeText("h1", "Spring reminders");
    String address = browser.address();
    browser.screenshot("under-way");
    browser.seeText(".big", GOOD_ROWS + " of 60 calls ended");
    browser.seeText(".title .status", "completed");
    browser.see(".plot svg polygon");
    browser.see(".outcomes tr");
    browser.seeLabel(".plot svg", "60 of 60 calls had ended");
    browser.screenshot("completed");
    return address.substring(address.lastIndexOf('/') + 1);
  }

  /** Each look makes an agent, and the newest is the one that is chosen. */
  private static void demoAgentCalls(Browser browser) {
    browser.script(
        "const agent = document.getElementById('agent');"
            + "agent.value = [...agent.options].find((one) => one.text === 'Demo agent').value");
  }

  private void aCallIsOpened(Browser browser) {
    browser.script(
        "const filter = document.getElementById('call-filter'); filter.value = 'completed';"
            + " filter.dispatchEvent(new Event('change'))");
    await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> browser.count(".calls .status.failed") == 0 && browser.count(".calls a") > 0);
    browser.press(".calls a");
    browser.seeText("h2", "Dials");
    assertThat(browser.see("h1").getText()).startsWith("+1555");
    browser.seeText(".facts-list", "after 1 attempt");
    browser.seeText("#history li:first-child", "accepted as row");
    browser.seeText("#history li:last-child", "call settled");
    browser.seeText("#history .hint", "attempt 1, worker");
    browser.screenshot("call");
    browser.press(".crumb a");
    browser.see(".big");
  }

  private void theResultsAreDownloaded(Browser browser, String batch) throws IOException {
    browser.click(".actions button");
    List<String> lines = Files.readAllLines(browser.downloaded(batch + "-results.csv"));
    assertThat(lines).hasSize(GOOD_ROWS + 1);
    assertThat(lines.getFirst()).startsWith("row,job_id,phone_number,status,outcome");
    assertThat(lines.get(1)).startsWith("1,call_").contains("+1555").contains("Ada1");
  }

  private void anotherBatchIsCancelled(Browser browser) throws IOException {
    browser.press("a[href='#/new']");
    browser.see(".drop");
    drop(browser, files.rows("many.csv", MANY_ROWS));
    browser.seeText(".step button.main", "Start 1,000 calls");
    browser.click(".step > p > button.main");
    browser.seeText(".status", "processing");
    browser.click(".actions .danger");
    browser.see("dialog[open]");
    browser.seeText("dialog", "will not be dialed");
    browser.screenshot("cancel");
    browser.press("dialog .danger");
    browser.seeText(".title .status", "cancelled");
    await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> browser.see(".big").getText().contains("1,000 of 1,000"));
    browser.screenshot("cancelled");
  }

  private void theListHasBoth(Browser browser) {
    browser.press("nav a[href='#/']");
    browser.seeText(".batches article", "Spring reminders");
    browser.seeText(".batches article", "cancelled");
    browser.screenshot("batches");
  }

  private void agentsAreMade(Browser browser, Look look) {
    browser.press("a[href='#/agents']");
    browser.seeText(".agents h2", "Demo agent");
    browser.press("form button.main");
    browser.seeText(".refusal", "The agent needs a name");
    browser.type(".sheet .field:nth-of-type(1) input", "Bell " + look);
    browser.type(".sheet textarea", "You remind {first_name}.");
    browser.type(".sheet .row .field:nth-of-type(2) input", "voice-1");
    browser.press("form button.main");
    browser.seeText(".agents h2", "Bell " + look);
    browser.screenshot("agents");
  }

  private void dialingIsStoppedAndResumed(Browser browser) {
    browser.click(".who .danger");
    browser.seeText("dialog.switch", "Nobody is dialed any more");
    browser.type("dialog.switch input", "the wrong list");
    browser.screenshot("stop");
    browser.press("dialog.switch .danger");
    browser.seeText(".stops", "Dialing of this workspace is stopped");
    browser.seeText(".stops", "the wrong list");
    browser.press("nav a[href='#/']");
    browser.seeText("h1", "Batches");
    browser.seeText(".stops", "the wrong list");
    browser.screenshot("stopped");
    browser.click(".stops button");
    browser.seeText("dialog.switch", "slowly at first");
    browser.press("dialog.switch .danger");
    browser.seeText(".who .danger", "Stop dialing");
    assertThat(browser.count(".stops:not([hidden])")).isZero();
  }

  private void signOut(Browser browser) {
    browser.press(".who button.quiet");
    browser.see("input[name=key]");
    assertThat(browser.script("return sessionStorage.getItem('peal.key')")).isNull();
  }

  /** A browser's drop cannot be driven from outside, so the page is handed what a drop brings. */
  private void drop(Browser browser, Path file) throws IOException {
    browser.script(
        """
        const data = new DataTransfer();
        data.items.add(new File([arguments[0]], 'dropped.csv', { type: 'text/csv' }));
        const event = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
        document.querySelector('.drop').dispatchEvent(event);
        """,
        Files.readString(file));
  }
}
