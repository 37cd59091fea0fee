package peal.service;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.github.gestalt.config.Gestalt;
import org.github.gestalt.config.builder.GestaltBuilder;
import org.github.gestalt.config.exceptions.GestaltException;
import org.github.gestalt.config.reflect.TypeCapture;
import org.github.gestalt.config.source.MapConfigSourceBuilder;

/**
 * Reads a service's settings into a record, from the environment: {@code PEAL_DIAL_BY_MILLIS}
 * becomes the component {@code dialByMillis}. Defaults stand in the record, as {@code @Config}
 * annotations; checks stand in its compact constructor. The record must be public.
 */
public final class Settings {
  private static final String PREFIX = "PEAL_";

  private Settings() {}

  /**
   * Reads {@code type} from {@code environment}.
   *
   * @throws IllegalArgumentException naming the setting that is missing or wrong
   */
  public static <T extends Record> T read(Class<T> type, Map<String, String> environment) {
    Map<String, String> values = new HashMap<>();
    environment.forEach((name, value) -> {
      if (name.startsWith(PREFIX) && !value.isBlank()) {
        values.put("peal." + component(name.substring(PREFIX.length())), value);
      }
    });
    values.putIfAbsent("peal.none", "");
    try {
      Gestalt gestalt = load(values);
      for (RecordComponent component : type.getRecordComponents()) {
        if (values.containsKey("peal." + component.getName().toLowerCase(Locale.ROOT))) {
          // One by one first: the whole record would name only a constructor.
          readable(gestalt, component);
        }
      }
      return gestalt.getConfig("peal", type);
    } catch (WrongValue e) {
      throw new IllegalArgumentException(e.getMessage());
    } catch (GestaltException | RuntimeException e) {
      throw new IllegalArgumentException(
          "settings of " + type.getSimpleName() + ": " + rootOf(e).getMessage(), e);
    }
  }

  private static final class WrongValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongValue(String message) {
      super(message, null, false, false);
    }
  }

  private static void readable(Gestalt gestalt, RecordComponent component) {
    try {
      gestalt.getConfig("peal." + component.getName(), TypeCapture.of(component.getGenericType()));
    } catch (GestaltException | RuntimeException e) {
      // Without the value, which may be a secret in the wrong place.
      throw new WrongValue(variable(component.getName()) + " must be " + kind(component));
    }
  }

  private static String variable(String component) {
    return PREFIX + component.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }

  private static String kind(RecordComponent component) {
    Type type = component.getGenericType();
    if (type instanceof ParameterizedType optional) {
      type = optional.getActualTypeArguments()[0];
    }
    if (type instanceof Class<?> words && words.isEnum()) {
      return Arrays.stream(words.getEnumConstants())
          .map(Object::toString)
          .collect(Collectors.joining(" or "));
    }
    return switch (type.getTypeName()) {
      case "int", "long" -> "a whole number";
      case "double" -> "a number";
      case "boolean" -> "true or false";
      case "java.net.URI" -> "a URL";
      default -> "a text";
    };
  }

  private static Gestalt load(Map<String, String> values) throws GestaltException {
    Gestalt gestalt =
        new GestaltBuilder()
            .addSource(MapConfigSourceBuilder.builder().setCustomConfig(values).build())
            .setTreatMissingDiscretionaryValuesAsErrors(false)
            .setTreatMissingValuesAsErrors(true)
            .useCacheDecorator(false)
            .build();
    gestalt.loadConfigs();
    return gestalt;
  }

  private static Throwable rootOf(Throwable e) {
    return e.getCause() == null ? e : rootOf(e.getCause());
  }

  /** {@code DIAL_BY_MILLIS} → {@code dialbymillis}: Gestalt compares without case. */
  private static String component(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
