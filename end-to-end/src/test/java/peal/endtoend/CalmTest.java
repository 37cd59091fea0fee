package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.testkit.evidence.Evidence;
import peal.testkit.promises.CountsAddUp;
import peal.testkit.promises.EveryRowEndsOnce;
import peal.testkit.promises.NeverFasterThanTheLimit;
import peal.testkit.promises.NoCallStuck;
import peal.testkit.promises.NothingAcceptedIsLost;
import peal.testkit.promises.OneRingPerAttempt;

/** Nobody disturbs anything. */
@ExtendWith(SharedRoad.class)
class CalmTest {
  private static final List<String> EVERY_BEHAVIOUR =
      List.of("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009");

  /** Country code 999 is nobody's: the carrier refuses, and no phone rings. */
  private static final String UNASSIGNED = "+9995550999";

  @Test
  void twoTenantsWithEveryKindOfNumberAreRungOnceEachAndEndAsTheCarrierSays(Road road) {
    Run run = new Run(road);
    Customer quick = run.customer(50, 200);
    Customer slow = run.customer(30, 200);

    List<String> numbers = new ArrayList<>(Numbers.mixed(300, EVERY_BEHAVIOUR));
    numbers.add(10, UNASSIGNED);
    String mixed = run.accepted(quick, numbers);
    String plain = run.accepted(slow, Numbers.ordinary(150));
    run.untilComplete(Duration.ofSeconds(60));

    Evidence evidence = run.evidence();
    Judged.nothingBroken(evidence)
        .kept(
            List.of(
                EveryRowEndsOnce.class,
                OneRingPerAttempt.class,
                NeverFasterThanTheLimit.class,
                CountsAddUp.class,
                NoCallStuck.class,
                NothingAcceptedIsLost.class));
    Map<String, String> ends = endsByLastDigits(quick, mixed);
    assertThat(ends)
        .containsEntry("0001", "failed busy Number busy")
        .containsEntry("0002", "failed no_answer No answer")
        .containsEntry("0003", "failed rejected Call rejected")
        .containsEntry("0004", "failed busy Number busy")
        .containsEntry("999", "failed invalid_number Invalid number")
        .containsEntry("0007", "completed voicemail ")
        .hasEntrySatisfying("0005", CalmTest::isAnEndOfTheMix)
        .hasEntrySatisfying("0006", CalmTest::isAnEndOfTheMix)
        .hasEntrySatisfying("0008", CalmTest::isAnEndOfTheMix)
        .hasEntrySatisfying("0009", end -> assertThat(end).startsWith("completed "));
    assertThat(Ledgers.firstRingAfter(evidence, mixed)).isLessThan(Duration.ofSeconds(3));
    assertThat(Ledgers.firstRingAfter(evidence, plain)).isLessThan(Duration.ofSeconds(3));
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
