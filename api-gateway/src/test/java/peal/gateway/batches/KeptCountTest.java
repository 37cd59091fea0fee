package peal.gateway.batches;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import peal.gateway.batches.BatchQuotas.Has;
import peal.gateway.batches.KeptCount.Told;

/** What is started counts once, whatever is asked and answered beside it. */
class KeptCountTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LATER = BEGIN.plusSeconds(120);
  private static final Has ONE = new Has(1, 10, 0);

  private static Optional<Told> fresh(long open, long calls) {
    return Optional.of(new Told(new Has(open, calls, 0), false));
  }

  private static Optional<Told> copies(long open, long calls) {
    return Optional.of(new Told(new Has(open, calls, 0), true));
  }

  private static KeptCount known() {
    return KeptCount.NONE.asking().asked(fresh(0, 0), BEGIN);
  }

  @Test
  void whatEndsWhileProjectorsAreAskedIsAddedToTheirAnswer() {
    KeptCount count = known().begun().asking().ended(ONE, true).asked(fresh(0, 0), LATER);

    assertThat(count.has()).isEqualTo(ONE);
    assertThat(count.asking().asked(fresh(1, 10), LATER).has()).as("the next").isEqualTo(ONE);
  }

  @Test
  void soIsItToWhatCopiesTell() {
    KeptCount count = known().begun().asking().ended(ONE, false).asked(copies(0, 0), LATER);

    assertThat(count.has()).isEqualTo(ONE);
    assertThat(count.asking().asked(copies(0, 0), LATER).has()).as("the next").isEqualTo(ONE);
  }

  @Test
  void rowsThatWereAddedAreAddedToWhatCopiesTell() {
    KeptCount count = known().added(new Has(0, 10, 0)).asking().asked(copies(1, 5), LATER);

    assertThat(count.has()).isEqualTo(new Has(1, 15, 0));
  }

  @Test
  void whatOwnersTellTakesThePlaceOfWhatWasAdded() {
    KeptCount count = known().begun().ended(ONE, false).asking().asked(fresh(1, 10), LATER);

    assertThat(count.has()).isEqualTo(ONE);
    assertThat(count.unshown()).isEqualTo(Has.NOTHING);
  }
}
