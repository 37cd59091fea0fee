package peal.service;

import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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
          gestalt.getConfig(
              "peal." + component.getName(), TypeCapture.of(component.getGenericType()));
        }
      }
      return gestalt.getConfig("peal", type);
    } catch (GestaltException | RuntimeException e) {
      throw new IllegalArgumentException(
          "settings of " + type.getSimpleName() + ": " + rootOf(e).getMessage(), e);
    }
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
