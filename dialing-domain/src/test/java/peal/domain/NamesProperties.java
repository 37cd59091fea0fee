package peal.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Names are read character by character; which texts are names is said by patterns, here. */
class NamesProperties {
  private static final Pattern WORKSPACE = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern BATCH = Pattern.compile("batch_[a-z0-9]{1,40}");
  private static final Pattern CALL =
      Pattern.compile("call_([a-z0-9]{1,40})-(\\d{1,4})-(\\d{1,18})");
  private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{6,14}");

  /** Names, parts of names, and both with something else put in anywhere. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> token = text("abz09", 0, 42);
    Arbitrary<String> digits = text("0123456789", 0, 20);
    Arbitrary<String> call =
        Combinators.combine(token, text("019", 0, 6), digits)
            .as((t, lane, row) -> "call_" + t + "-" + lane + "-" + row);
    Arbitrary<String> name =
        Arbitraries.oneOf(
            call,
            Combinators.combine(call, text("0123456789+-", 0, 11)).as((c, n) -> c + "#" + n),
            token.map(t -> "batch_" + t),
            Combinators.combine(text("azAZ09_-", 0, 66), text("0123456789+-", 0, 6))
                .as((workspace, lane) -> workspace + "/" + lane),
            text("azAZ09_-", 0, 66),
            digits.map(d -> "+" + d),
            Arbitraries.strings());
    Arbitrary<String> other =
        Arbitraries.of("", "", "", "-", "#", "/", "+", "_", "\n", " ", "A", "\u0661", "\u00e9");
    return Combinators.combine(name, Arbitraries.integers().between(0, 70), other)
        .as((text, at, more) -> {
          int i = Math.min(at, text.length());
          return text.substring(0, i) + more + text.substring(i);
        });
  }

  private static Arbitrary<String> text(String characters, int least, int most) {
    return Arbitraries.strings()
        .withChars(characters.toCharArray())
        .ofMinLength(least)
        .ofMaxLength(most);
  }

  @Property
  void workspacesAreThoseOfThePattern(@ForAll("texts") String text) {
    sameAs(NamesProperties::workspace, WorkspaceId::new, text);
  }

  @Property
  void batchesAreThoseOfThePattern(@ForAll("texts") String text) {
    sameAs(
        it -> {
          if (!BATCH.matcher(it).matches()) {
            throw new IllegalArgumentException("not a batch id");
          }
          return it;
        },
        it -> new BatchId(it).value(),
        text);
  }

  @Property
  void numbersAreThoseOfThePattern(@ForAll("texts") String text) {
    assertThat(PhoneNumber.isValid(text)).isEqualTo(NUMBER.matcher(text).matches());
  }

  @Property
  void callsAreThoseOfThePattern(@ForAll("texts") String text) {
    sameAs(NamesProperties::call, CallId::parse, text);
  }

  @Property
  void attemptsAreCallsOfThePatternAndANumber(@ForAll("texts") String text) {
    sameAs(NamesProperties::attempt, AttemptId::parse, text);
  }

  @Property
  void lanesAreWorkspacesOfThePatternAndANumber(@ForAll("texts") String text) {
    sameAs(NamesProperties::lane, Lane::parse, text);
  }

  /** The same value, or an exception of the same class that says the same. */
  private static <T> void sameAs(Function<String, T> known, Function<String, T> now, String text) {
    Throwable refusal = catchThrowable(() -> known.apply(text));
    if (refusal == null) {
      assertThat(now.apply(text)).isEqualTo(known.apply(text));
    } else {
      assertThat(catchThrowable(() -> now.apply(text)))
          .hasSameClassAs(refusal)
          .hasMessage(refusal.getMessage());
    }
  }

  private static WorkspaceId workspace(String text) {
    if (!WORKSPACE.matcher(text).matches()) {
      throw new IllegalArgumentException("workspace id must be 1-64 letters, digits, '-' or '_'");
    }
    return new WorkspaceId(text);
  }

  private static CallId call(String text) {
    Matcher m = CALL.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("not a call id");
    }
    return new CallId(m.group(1), Integer.parseInt(m.group(2)), Long.parseLong(m.group(3)));
  }

  private static AttemptId attempt(String text) {
    int hash = text.indexOf('#');
    if (hash < 0) {
      throw new IllegalArgumentException("not an attempt id");
    }
    return new AttemptId(call(text.substring(0, hash)), Integer.parseInt(text.substring(hash + 1)));
  }

  private static Lane lane(String text) {
    int slash = text.lastIndexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("a lane's key is workspaceId/index");
    }
    return new Lane(
        workspace(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }
}
