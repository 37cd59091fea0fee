package peal.topics;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.DoNotCallList;
import peal.domain.Lane;
import peal.domain.PausedBy;
import peal.domain.PhoneNumber;
import peal.domain.PlanRevision;
import peal.domain.WorkspaceId;

/**
 * Values of any record type, made from its components: a component that is added later is filled
 * without a word here.
 */
final class AnyRecords {
  private static final double ABSENT = 0.25;

  private AnyRecords() {}

  static <T> Arbitrary<T> of(Class<T> type) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    List<Arbitrary<Object>> components =
        Arrays.stream(type.getRecordComponents())
            .map(component -> component(component.getGenericType()))
            .toList();
    // A record refuses some combinations; those do not exist.
    return Combinators.combine(components)
        .as(values -> made(type, types, values))
        .filter(10_000, made -> made != null);
  }

  private static <T> T made(Class<T> type, Class<?>[] types, List<Object> values) {
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException refused) {
      return null;
    }
  }

  private static Arbitrary<Object> component(Type type) {
    Arbitrary<?> values = any(type);
    boolean primitive = type instanceof Class<?> one && one.isPrimitive();
    return (primitive ? values : values.injectNull(ABSENT)).map(value -> value);
  }

  private static Arbitrary<?> any(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == Map.class
          ? Arbitraries.maps(texts(), texts().injectNull(0.02)).ofMaxSize(3)
          : any(generic.getActualTypeArguments()[0]).list().ofMaxSize(3);
    }
    Class<?> one = (Class<?>) type;
    if (one == String.class) {
      return texts();
    } else if (one == int.class || one == Integer.class) {
      return Arbitraries.integers();
    } else if (one == long.class || one == Long.class) {
      return Arbitraries.longs();
    } else if (one == boolean.class || one == Boolean.class) {
      return Arbitraries.of(true, false);
    } else if (one == Double.class) {
      return Arbitraries.oneOf(
          Arbitraries.doubles(),
          Arbitraries.of(0.0, -0.0, 1e-9, 1e300, Double.NaN, Double.NEGATIVE_INFINITY));
    } else if (one == Instant.class) {
      return Arbitraries.longs().map(Instant::ofEpochMilli);
    } else if (one == Duration.class) {
      return Arbitraries.longs().map(Duration::ofMillis);
    } else if (one == PhoneNumber.class) {
      return Arbitraries.longs().between(1_000_000, 999_999_999_999_999L).map(AnyRecords::number);
    } else if (one == DoNotCallList.class) {
      return tokens().map(DoNotCallList::new);
    } else if (one == BatchId.class) {
      return tokens().map(BatchId::ofToken);
    } else if (one == CallId.class) {
      return calls();
    } else if (one == AttemptId.class) {
      return Combinators.combine(calls(), Arbitraries.integers().greaterOrEqual(1))
          .as(AttemptId::new);
    } else if (one == Lane.class) {
      return Combinators.combine(tokens(), Arbitraries.integers().between(0, 9_999))
          .as((workspace, index) -> new Lane(new WorkspaceId(workspace), index));
    } else if (one == PlanRevision.class) {
      return Arbitraries.of(Samples.change(), Samples.usual());
    } else if (one == PausedBy.class) {
      return Arbitraries.of(Samples.pausedBy());
    } else if (one.isEnum()) {
      return Arbitraries.of(one.getEnumConstants());
    }
    return of(one);
  }

  private static PhoneNumber number(long digits) {
    return new PhoneNumber("+" + digits);
  }

  private static Arbitrary<CallId> calls() {
    return Combinators.combine(
            tokens(),
            Arbitraries.integers().between(0, 9_999),
            Arbitraries.longs().between(0, 999_999_999_999_999_999L))
        .as(CallId::new);
  }

  private static Arbitrary<String> tokens() {
    return Arbitraries.strings().withCharRange('a', 'z').numeric().ofMinLength(1).ofMaxLength(40);
  }

  /** Plain ones, and such as are hard to write. */
  static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(30),
        Arbitraries.strings()
            .withChars(
                "ab\"\\/\b\n\r\t\0\u001f\u007f\u0080\u00e9\u2028\ufffd\ud83d\ude00".toCharArray())
            .ofMaxLength(10),
        Arbitraries.of("Z\u00fcrich", "\ud83d\ude00", "one\nline", "x".repeat(3_000)));
  }
}
