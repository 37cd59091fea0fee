package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import peal.gateway.RunningGateway.Reply;

class ConsolePagesTest {
  private static final Pattern IMPORT = Pattern.compile("from '\\./([^']+)'");

  private final RunningGateway gateway = new RunningGateway();

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Reply page(String path) {
    return gateway.send("GET", path, null, Map.of());
  }

  @Test
  void thePageNeedsNoKeyAndMayLoadNothingFromElsewhere() {
    Reply page = page("/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).startsWith("text/html;").endsWith("utf-8");
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(page.body()).doesNotContain("http:", "https:", "<style", "style=", "onclick");
  }

  @Test
  void everyFileThatAnotherOneNamesIsThere() {
    Matcher named = Pattern.compile("(?:src|href)=\"(/console/[^\"]+)\"").matcher(page("/").body());
    int files = 0;
    while (named.find()) {
      assertThat(page(named.group(1)).status()).as(named.group(1)).isEqualTo(200);
      files++;
    }
    assertThat(files).isEqualTo(3);
    Matcher imports = IMPORT.matcher(page("/console/app.js").body());
    while (imports.find()) {
      Reply script = page("/console/" + imports.group(1));
      assertThat(script.status()).as(imports.group(1)).isEqualTo(200);
      assertThat(script.header("Content-Type")).startsWith("text/javascript;");
      Matcher further = IMPORT.matcher(script.body());
      while (further.find()) {
        assertThat(page("/console/" + further.group(1)).status())
            .as(further.group(1))
            .isEqualTo(200);
      }
    }
  }

  @Test
  void noScriptTurnsTextIntoMarkup() {
    Matcher imports = IMPORT.matcher(page("/console/app.js").body());
    while (imports.find()) {
      assertThat(page("/console/" + imports.group(1)).body())
          .as(imports.group(1))
          .doesNotContain(
              "innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "document.write");
    }
  }

  @Test
  void anUnchangedFileIsNotSentAgain() {
    String tag = page("/console/app.js").header("ETag");

    Reply again = gateway.send("GET", "/console/app.js", null, Map.of("If-None-Match", tag));

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void whatIsNoFileOfTheConsoleIsNotFound() {
    assertThat(page("/console/../index.html").status()).isIn(400, 404);
    assertThat(page("/console/secrets.js").status()).isEqualTo(404);
  }

  @Test
  void aKeysHolderSeesTheWorkspacesNumbersButNoKeys() {
    Reply own = gateway.get("/v1/api/workspace");

    assertThat(own.status()).isEqualTo(200);
    assertThat(own.body())
        .startsWith(
            "{\"id\":\"acme\",\"name\":\"acme\",\"role\":\"owner\",\"phoneNumbers\":"
                + "[{\"id\":\"number_1\",\"number\":\"+15550100001\"}],\"quotas\":")
        .doesNotContain("key");
    assertThat(page("/v1/api/workspace").status()).isEqualTo(401);
  }
}
