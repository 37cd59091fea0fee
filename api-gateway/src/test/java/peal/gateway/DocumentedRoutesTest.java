package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.gateway.RunningGateway.Reply;
import peal.gateway.docs.ApiDocument;
import peal.testkit.contract.ApiContract;
import peal.testkit.contract.Operation;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentedRoutesTest {
  /** Pages for people and what they load; no API. */
  private static final Pattern PAGES = Pattern.compile("GET /((docs|console)(/.*)?)?");

  private RunningGateway gateway;

  @BeforeAll
  void start() {
    gateway = new RunningGateway();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  void everyRouteIsInTheDocumentAndTheOtherWayRound() {
    List<String> documented =
        new ApiContract(ApiDocument.read()).operations().stream().map(Operation::toString).toList();

    List<String> routes =
        gateway.routes().stream().filter(route -> !PAGES.matcher(route).matches()).toList();

    assertThat(routes).containsExactlyInAnyOrderElementsOf(documented);
  }

  @Test
  void theDocumentIsServedToEverybody() {
    Reply reply = gateway.send("GET", "/openapi.json", null, Map.of());

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json()).isEqualTo(ApiDocument.read());
  }

  @Test
  void thePageLoadsNothingFromElsewhereAndEverythingItNamesIsThere() {
    Reply page = gateway.send("GET", "/docs", null, Map.of());

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).isEqualToIgnoringWhitespace("text/html;charset=utf-8");
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
        .doesNotContain("http");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.body()).doesNotContain("//");
    Matcher named = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"").matcher(page.body());
    assertThat(named.results().map(found -> found.group(1)))
        .hasSizeGreaterThan(3)
        .allSatisfy(path ->
            assertThat(gateway.send("GET", path, null, Map.of()).status()).as(path).isEqualTo(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/docs/pom.properties", "/docs/..%2fdocs.html", "/docs/x/y"})
  void nothingElseIsServed(String path) {
    assertThat(gateway.send("GET", path, null, Map.of()).status()).isIn(400, 404);
  }
}
