package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.KEY;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.domain.Workspace;
import peal.domain.event.Suppression;
import peal.gateway.RunningGateway.Reply;
import peal.gateway.StubService.Asked;
import peal.gateway.StubService.Says;
import peal.gateway.docs.ApiDocument;

class ListImportTest {
  private static final String PATH = "/v1/api/do-not-call/import";
  private static final String LISTS =
      "{\"lists\":[{\"list\":\"registry\",\"numbers\":2}],\"total\":2}";
  private static final String REST = ",\"warnings\":{\"counts\":{},\"first\":[]}}\n";

  private static final String FORM =
      "--b\r\n"
          + "Content-Disposition: form-data; name=\"list\"\r\n\r\n"
          + "registry\r\n"
          + "--b\r\n"
          + "Content-Disposition: form-data; name=\"file\"\r\n\r\n"
          + "phone_number\n\r\n"
          + "--b--\r\n";

  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
    gateway.projector.says(asked -> lanes(asked, "{\"entries\":[]}"));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void theNumbersOfAFileAreOnTheListWhenTheLanesHaveSaidSo() {
    reads(
        "\"list\":\"registry\",\"reason\":\"of March\",\"numbers\":2",
        "+14155550123\n+14155550124");

    Reply reply = send();

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.body())
        .isEqualTo(
            "{\"list\":\"registry\",\"added\":2,\"already\":0,\"removed\":0,\"withdrawn\":0,"
                + "\"out\":0,\"skipped\":{\"invalid\":0},"
                + "\"warnings\":{\"counts\":{},\"first\":[]}}");
    assertThat(gateway.ingest.asked.getFirst().target())
        .isEqualTo("/workspaces/acme/do-not-call/numbers");
    assertThat(gateway.suppressions)
        .extracting(entry -> entry.number().e164())
        .containsExactly("+14155550123", "+14155550124");
    assertThat(gateway.suppressions.getFirst().reason()).isEqualTo("of March");
    assertThat(gateway.suppressions.getFirst().by()).isEqualTo("key_acme");
  }

  @Test
  void manyAreToldInPartsEachWithAnIdOfItsOwn() {
    String numbers =
        IntStream.range(0, 25_000)
            .mapToObj(i -> "+1415%07d".formatted(2_000_000 + i))
            .collect(Collectors.joining("\n"));
    reads("\"list\":\"registry\",\"numbers\":25001", numbers + "\n+14152024999");

    Reply reply = send();

    assertThat(reply.json().path("added").asInt()).as(reply.body()).isEqualTo(25_000);
    assertThat(reply.json().path("already").asInt()).as("the same number again").isOne();
    assertThat(gateway.suppressions).hasSize(25_000);
    assertThat(gateway.suppressions.stream().map(Suppression::request).distinct()).hasSize(3);
    assertThat(gateway.suppressions.stream().map(Suppression::at).distinct()).hasSize(1);
  }

  @Test
  void whoIsNotInTheFileIsTakenOffAfterAllOfItIsOn() {
    long now = gateway.now.get().toEpochMilli();
    String entries =
        "{\"entries\":[{\"phone_number\":\"+14155550101\",\"since\":1},"
            + ("{\"phone_number\":\"+14155550102\",\"since\":1,\"confirmed\":" + now + "},")
            + ("{\"phone_number\":\"+14155550103\",\"since\":" + now + "}],")
            + "\"next\":\"+14155550103\"}";
    gateway.projector.says(asked ->
        lanes(
            asked,
            asked.target().contains("after=")
                ? "{\"entries\":[{\"phone_number\":\"+14155550104\",\"since\":1,\"confirmed\":2}]}"
                : entries));
    reads("\"list\":\"registry\",\"mode\":\"replace\",\"numbers\":1", "+14155550102");

    Reply reply = send();

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.json().path("removed").asInt()).isEqualTo(2);
    assertThat(gateway.suppressions)
        .extracting(entry -> entry.removed() + entry.number().e164())
        .containsExactly("false+14155550102", "true+14155550101", "true+14155550104");
    List<String> asked = gateway.projector.asked.stream().map(Asked::target).toList();
    assertThat(asked.indexOf(firstWith(asked, "/entries")))
        .as("the list is read when all of the file is on it")
        .isGreaterThan(asked.indexOf(firstWith(asked, "/answer")));
  }

  @Test
  void nobodyIsTakenOffByWhatACopyKnows() {
    gateway.projector.says(asked ->
        asked.target().contains("/entries")
            ? new Says(
                200,
                Map.of("Content-Type", "application/json", "X-Peal-Stale", "true"),
                "{\"entries\":[{\"phone_number\":\"+14155550101\",\"since\":1}]}")
            : lanes(asked, ""));
    reads("\"list\":\"registry\",\"mode\":\"replace\",\"numbers\":1", "+14155550102");

    Reply reply = send();

    assertThat(reply.status()).isEqualTo(503);
    assertThat(gateway.suppressions).extracting(Suppression::removed).containsExactly(false);
  }

  /** Whoever is in such a row would be taken off. */
  @Test
  void nothingIsReplacedByAFileOfWhichRowsCannotBeRead() {
    reads("\"list\":\"registry\",\"mode\":\"replace\",\"numbers\":1,\"invalid\":1", "+14155550102");

    Reply reply = send();

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("field").asText()).isEqualTo("onInvalidRows");
    assertThat(gateway.suppressions).isEmpty();
  }

  @Test
  void membersPutOnAndDoNotReplace() {
    Workspace acme = gateway.workspaces.get("acme").orElseThrow();
    gateway.workspaces.put(
        "acme",
        acme.withKeys(
            acme.keys().stream()
                .map(key -> new Workspace.ApiKey(key.id(), key.sha256(), Workspace.Role.MEMBER))
                .toList()));

    reads("\"list\":\"registry\",\"mode\":\"replace\",\"numbers\":1", "+14155550102");
    assertThat(send().status()).isEqualTo(403);
    assertThat(gateway.suppressions).isEmpty();

    reads("\"list\":\"registry\",\"mode\":\"add\",\"numbers\":1", "+14155550102");
    assertThat(send().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'numbers':1|list",
        "'list':'No Such','numbers':1|list",
        "'list':'a','mode':'swap','numbers':1|mode",
        "'list':'opt-out','mode':'replace','numbers':1|mode",
        "'list':'a','until':'yesterday','numbers':1|until",
      })
  void aWrongFieldIsNamedAndNobodyIsTold(String head, String field) {
    reads(head.replace("'", "\""), "+14155550102");

    Reply reply = send();

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("field").asText()).isEqualTo(field);
    assertThat(gateway.suppressions).isEmpty();
  }

  @Test
  void whatIngestRefusesIsAnswered() {
    gateway.ingest.says(400, "{\"error\":\"CSV validation failed\",\"code\":\"CSV_INVALID\"}");

    Reply reply = send();

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("code").asText()).isEqualTo("CSV_INVALID");
    assertThat(gateway.suppressions).isEmpty();
  }

  @Test
  void aFileThatEndsTooSoonTakesNobodyOff() {
    reads("\"list\":\"registry\",\"mode\":\"replace\",\"numbers\":2", "+14155550102");

    Reply reply = send();

    assertThat(reply.status()).isEqualTo(503);
    assertThat(gateway.suppressions).extracting(Suppression::removed).containsOnly(false);
  }

  @Test
  void aFullWorkspaceTakesNoMore() {
    gateway.projector.says(200, "{\"lists\":[],\"total\":10000000}");
    reads("\"list\":\"registry\",\"numbers\":1", "+14155550102");

    assertThat(send().status()).isEqualTo(413);
    assertThat(gateway.suppressions).isEmpty();
  }

  @Test
  void aFileIsRefusedByTheLengthThatItIsSaidToHave() throws IOException {
    String answer =
        RawHttp.send(
            gateway.port(),
            "POST %s HTTP/1.1\nHost: peal\nx-api-key: %s\nx-workspace-id: acme\nContent-Type: multipart/form-data; boundary=b\nContent-Length: 300000000\n\n"
                .formatted(PATH, KEY));

    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("FILE_TOO_LARGE", "256 MB");
    assertThat(gateway.ingest.asked).isEmpty();
  }

  @Test
  void aWorkspaceImportsOneFileAtATime() throws Exception {
    CountDownLatch reads = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    gateway.ingest.says(asked -> {
      reads.countDown();
      try {
        goesOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Says.json(400, "{}");
    });
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Reply> first = others.submit(this::send);
      reads.await();

      Reply second = send();
      goesOn.countDown();

      assertThat(second.status()).isEqualTo(429);
      assertThat(second.json())
          .isEqualTo(
              ApiDocument.read()
                  .at("/components/responses/TooManyImports")
                  .findPath("examples")
                  .at("/taken/value"));
      assertThat(first.get().status()).isEqualTo(400);
    } finally {
      goesOn.countDown();
    }
  }

  private static String firstWith(List<String> asked, String part) {
    return asked.stream().filter(target -> target.contains(part)).findFirst().orElseThrow();
  }

  /** Each lane says that it has changed everything that the request told. */
  private Says lanes(Asked asked, String entries) {
    if (asked.target().contains("/entries")) {
      return Says.json(200, entries);
    }
    if (!asked.target().contains("/answer")) {
      return Says.json(200, LISTS);
    }
    String request = asked.target().replaceAll(".*request=", "");
    long told =
        gateway.suppressions.stream().filter(entry -> request.equals(entry.request())).count();
    return Says.json(200, "{\"changed\":" + told + "}");
  }

  private void reads(String head, String numbers) {
    gateway.ingest.says(asked ->
        new Says(200, Map.of("Content-Type", "text/plain"), "{" + head + REST + numbers + "\n"));
  }

  private Reply send() {
    return gateway.send(
        "POST",
        PATH,
        FORM,
        Map.of(
            "x-api-key",
            KEY,
            "x-workspace-id",
            "acme",
            "Content-Type",
            "multipart/form-data; boundary=b"));
  }
}
