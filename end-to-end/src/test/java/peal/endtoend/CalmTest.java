package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.testkit.evidence.Evidence;

/** Nobody disturbs anything. */
@ExtendWith(SharedRoad.class)
class CalmTest {
  private static final List<String> EVERY_BEHAVIOUR =
      List.of("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009");

  @Test
  void twoTenantsWithEveryKindOfNumberAreRungOnceEachAndEndAsTheCarrierSays(Road road) {
    Run run = new Run(road);
    Customer quick = run.customer(50, 200);
    Customer slow = run.customer(30, 200);

    List<String> numbers = new ArrayList<>(Numbers.mixed(300, EVERY_BEHAVIOUR));
    String mixed = run.accepted(quick, numbers);
    String plain = run.accepted(slow, Numbers.ordinary(150));
    run.untilComplete();

    Evidence evidence = run.evidence();
    Judged.nothingBroken(evidence).kept(Judged.OF_ANY_RUN);
    Map<String, String> ends = endsByLastDigits(quick, mixed);
    assertThat(ends)
        .containsEntry("0001", "failed busy Number busy")
        .containsEntry("0002", "failed no_answer No answer")
        .containsEntry("0003", "failed rejected Call rejected")
        .containsEntry("0004", "failed busy Number busy")
        .containsEntry("0007", "completed voicemail ")
        .hasEntrySatisfying("0005", CalmTest::isAnEndOfTheMix)
        .hasEntrySatisfying("0006", CalmTest::isAnEndOfTheMix)
        .hasEntrySatisfying("0008", CalmTest::isAnEndOfTheMix)
        .hasEntrySatisfying("0009", end -> assertThat(end).startsWith("completed "));
    // Neither waits behind the other: as many rings as the other's rate has in three seconds.
    assertThat(Ledgers.ringsOfAnotherBeforeTheFirst(evidence, mixed, plain)).isLessThan(90);
    assertThat(Ledgers.ringsOfAnotherBeforeTheFirst(evidence, plain, mixed)).isLessThan(150);
  }

  private static void isAnEndOfTheMix(String end) {
    assertThat(end).matches("(completed|failed) .*").doesNotContain("unknown");
  }

  /** Status, outcome and error of the calls to numbers with a fixed behaviour. */
  private static Map<String, String> endsByLastDigits(Customer customer, String batch) {
    JsonNode page = customer.client().calls(batch, 1, 100, "all").ok();
    Map<String, String> ends = new HashMap<>();
    for (JsonNode call : page.path("calls")) {
      String digits = call.path("phone_number").asText().substring(8);
      String end =
          List.of("status", "outcome", "error").stream()
              .map(field -> call.path(field).asText(""))
              .collect(Collectors.joining(" "));
      ends.put(digits, end);
    }
    return ends;
  }
}
