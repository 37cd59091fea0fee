package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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
import peal.gateway.StubService.Says;

class DoNotCallTest {
  private static final String PATH = "/v1/api/do-not-call";
  private static final String LISTS =
      "{\"lists\":[{\"list\":\"complaints\",\"numbers\":2}],\"total\":2}";

  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void itIsAnsweredWhenTheLaneOfEachNumberHasSaidSo() {
    lanesSay(4, "{\"changed\":1,\"unchanged\":1,\"withdrawn\":3,\"out\":2}");

    Reply reply = post("\"+14155550123\", \"+1 415 555 0124\", \"+14155550123\"", "");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body())
        .isEqualTo("{\"list\":\"complaints\",\"added\":1,\"already\":1,\"withdrawn\":3,\"out\":2}");
    assertThat(gateway.suppressions)
        .extracting(entry -> entry.number().e164())
        .as("each once")
        .containsExactly("+14155550123", "+14155550124");
    Suppression told = gateway.suppressions.getFirst();
    assertThat(told.list().value()).isEqualTo("complaints");
    assertThat(told.by()).isEqualTo("key_acme");
    assertThat(told.removed()).isFalse();
    assertThat(gateway.projector.asked.getLast().target())
        .isEqualTo("/workspaces/acme/do-not-call/answer?lanes=2&request=" + told.request());
  }

  @Test
  void itIsNotSaidToHoldBeforeEveryLaneHasAnswered() {
    lanesSay(Integer.MAX_VALUE, "{}");

    Reply reply = post("\"+14155550123\"", "");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(gateway.suppressions).as("it will, all the same").hasSize(1);
  }

  @Test
  void anEntryMayEndAndSayWhy() {
    lanesSay(0, "{\"changed\":1}");
    Instant until = gateway.now.get().plusSeconds(86_400);

    Reply reply =
        post("\"+14155550123\"", ",\"until\":\"" + until + "\",\"reason\":\"on holiday\"");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(gateway.suppressions.getFirst().until()).isEqualTo(until);
    assertThat(gateway.suppressions.getFirst().reason()).isEqualTo("on holiday");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"list\":\"complaints\"}|numbers",
        "{\"numbers\":[],\"list\":\"complaints\"}|numbers",
        "{\"numbers\":[\"+14155550123\"]}|list",
        "{\"numbers\":[\"+14155550123\"],\"list\":\"No Such\"}|list",
        "{\"numbers\":[\"+14155550123\",\"nobody\"],\"list\":\"a\"}|numbers[1]",
        "{\"numbers\":[\"+14155550123\"],\"list\":\"a\",\"until\":\"yesterday\"}|until",
        "{\"numbers\":[\"+14155550123\"],\"list\":\"a\",\"until\":\"2001-01-01T00:00:00Z\"}|until",
        "{\"numbers\":[\"+14155550123\"],\"list\":\"a\",\"untill\":null}|untill",
      })
  void aWrongFieldIsNamedAndNobodyIsTold(String body, String field) {
    Reply reply = gateway.ask("POST", PATH, body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("field").asText()).isEqualTo(field);
    assertThat(gateway.suppressions).isEmpty();
  }

  @Test
  void aRequestHasTenThousandNumbersAtMost() {
    String numbers =
        IntStream.range(0, 10_001)
            .mapToObj(i -> "\"+1415555%04d\"".formatted(i % 10_000))
            .collect(Collectors.joining(","));

    assertThat(post(numbers, "").json().path("field").asText()).isEqualTo("numbers");
  }

  @Test
  void aWorkspaceHasSoManyListsAndEntries() {
    String fifty =
        IntStream.range(0, 50)
            .mapToObj(i -> "{\"list\":\"l%d\",\"numbers\":1}".formatted(i))
            .collect(Collectors.joining(","));
    gateway.projector.says(200, "{\"lists\":[" + fifty + "],\"total\":50}");
    assertThat(post("\"+14155550123\"", "").json().path("code").asText())
        .isEqualTo("TOO_MANY_LISTS");

    gateway.projector.says(
        200, "{\"lists\":[{\"list\":\"complaints\",\"numbers\":1}],\"total\":10000000}");
    Reply reply = post("\"+14155550123\"", "");

    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.json().path("code").asText()).isEqualTo("QUOTA_EXCEEDED");
    assertThat(gateway.suppressions).isEmpty();
  }

  @Test
  void ownersTakeNumbersOffAndMembersDoNot() {
    lanesSay(0, "{\"changed\":1}");
    String body = "{\"numbers\":[\"+14155550123\"],\"list\":\"complaints\"}";

    assertThat(gateway.ask("DELETE", PATH, body).body())
        .isEqualTo("{\"list\":\"complaints\",\"removed\":1,\"absent\":0}");
    assertThat(gateway.suppressions).extracting(Suppression::removed).containsExactly(true);

    gateway.workspaces.put("acme", asMember(gateway.workspaces.get("acme").orElseThrow()));
    assertThat(gateway.ask("DELETE", PATH, body).status()).isEqualTo(403);
    assertThat(gateway.ask("POST", PATH, body).status()).as("may put them on").isEqualTo(200);
  }

  @Test
  void listsAndEntriesAreAskedForAsTheClientDid() {
    gateway.get(PATH);
    gateway.get(PATH + "?list=complaints&limit=10&after=%2B14155550123");
    gateway.get(PATH + "?phone_number=+14155550123");
    gateway.get(PATH + "?phone_number=14155550123&list=complaints");

    assertThat(gateway.projector.asked)
        .extracting(StubService.Asked::target)
        .containsExactly(
            "/workspaces/acme/do-not-call?lanes=2",
            "/workspaces/acme/do-not-call/entries?lanes=2&list=complaints&after=%2B14155550123&limit=10",
            "/workspaces/acme/do-not-call/entries?lanes=2&phone_number=%2B14155550123",
            "/workspaces/acme/do-not-call/entries?lanes=2&phone_number=%2B14155550123&list=complaints");
  }

  private static Workspace asMember(Workspace workspace) {
    return workspace.withKeys(
        workspace.keys().stream()
            .map(key -> new Workspace.ApiKey(key.id(), key.sha256(), Workspace.Role.MEMBER))
            .toList());
  }

  private Reply post(String numbers, String more) {
    return gateway.ask(
        "POST", PATH, "{\"numbers\":[" + numbers + "],\"list\":\"complaints\"" + more + "}");
  }

  /** After so many questions. */
  private void lanesSay(int questions, String said) {
    gateway.projector.says(asked -> {
      if (!asked.target().contains("/answer")) {
        return Says.json(200, LISTS);
      }
      return Says.json(200, gateway.projector.asked.size() > questions ? said : "{}");
    });
  }
}
