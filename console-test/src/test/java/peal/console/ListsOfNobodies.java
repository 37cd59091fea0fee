package peal.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** The page of those whom nobody calls. */
final class ListsOfNobodies {
  private ListsOfNobodies() {}

  /** Each look has a list of its own; numbers are put on it, imported, looked up and taken off. */
  static void areKept(Browser browser, Uploads files, Look look) throws IOException {
    String list = "of-" + look.fileName();
    browser.press("nav a[href='#/do-not-call']");
    browser.seeText("h1", "Do not call");
    browser.type("textarea[name=numbers]", "+441632960123\n+441632960124");
    browser.type("form:has(textarea) input[name=list]", list);
    browser.press("form:has(textarea) button.main");
    browser.seeText("form:has(textarea) p", "2 added to " + list);
    browser.seeText(".lists td", list);
    Path file = files.text("list.csv", "Mobile\n+441632960124\n+441632960125\n");
    browser.script(
        "document.querySelector('#list-file').closest('form').querySelector('details').open ="
            + " true");
    browser.attach("#list-file", file);
    browser.type("form:has(#list-file) input[name=list]", list);
    browser.press("form:has(#list-file) button.main");
    browser.seeText("form:has(#list-file) .refusal", "phone_number");
    assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("400"));
    browser.type("form:has(#list-file) details input[maxlength='200']", "Mobile");
    browser.script(
        "document.querySelector('form:has(#list-file) select[name=mode]').value = 'replace'");
    browser.press("form:has(#list-file) button.main");
    browser.seeText("form:has(#list-file) p", "1 taken off");
    browser.type("input[type=tel]", "+441632960125");
    browser.press("form:has(input[type=tel]) button");
    browser.seeText("form:has(input[type=tel]) td", list);
    browser.screenshot("do-not-call");
    assertThat(browser.script("return document.documentElement.scrollWidth <= innerWidth"))
        .as("nothing stands beyond the edge")
        .isEqualTo(true);
    browser.type("textarea[name=numbers]", "+441632960124, +441632960125");
    browser.press("form:has(textarea) .danger");
    browser.seeText("form:has(textarea) p", "2 numbers taken off " + list);
  }
}
