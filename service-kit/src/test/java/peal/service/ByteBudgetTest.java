package peal.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private final ByteBudget budget = new ByteBudget(100);

  @Test
  void oneOwnerHasAQuarterAndOthersHaveTheRest() {
    ByteBudget.Held first = budget.take("a", 20).orElseThrow();

    assertThat(budget.take("a", 6)).isEmpty();
    assertThat(budget.take("b", 25)).isPresent();
    first.close();
    assertThat(budget.take("a", 25)).isPresent();
    assertThat(budget.taken()).isEqualTo(50);
  }

  @Test
  void allTogetherHaveNoMoreThanThereIs() {
    for (String owner : new String[] {"a", "b", "c", "d"}) {
      assertThat(budget.take(owner, 24)).isPresent();
    }

    assertThat(budget.take("e", 5)).isEmpty();
    assertThat(budget.take("e", 4)).isPresent();
  }

  @Test
  void whatIsLargerThanAShareComesAlone() {
    ByteBudget.Held large = budget.take("a", 300).orElseThrow();

    assertThat(budget.take("b", 1)).isEmpty();
    large.close();
    assertThat(budget.taken()).isZero();
    assertThat(budget.take("b", 1)).isPresent();
  }
}
