package peal.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.github.gestalt.config.annotations.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import peal.dialer.DialerConfig;
import peal.gateway.GatewayConfig;
import peal.ingest.IngestConfig;
import peal.projector.ProjectorConfig;
import peal.simulator.SimulatorConfig;

/** The tables of settings in docs/operations.md say what the services read. */
class SettingsTablesTest {
  private static final String OPERATIONS = Repository.here().read(Path.of("docs/operations.md"));

  static List<Arguments> services() {
    return List.of(
        Arguments.of("gateway", GatewayConfig.class),
        Arguments.of("ingest", IngestConfig.class),
        Arguments.of("dialer", DialerConfig.class),
        Arguments.of("projector", ProjectorConfig.class),
        Arguments.of("simulator", SimulatorConfig.class));
  }

  @ParameterizedTest
  @MethodSource("services")
  void settingsAndDefaultsAreThoseOfTheRecord(String service, Class<? extends Record> config) {
    List<String> listed =
        Tables.rowsBelow("### " + service, OPERATIONS).stream()
            .map(row -> Tables.code(row.get(0)) + " = " + Tables.code(row.get(1)))
            .toList();

    assertThat(listed)
        .containsExactlyElementsOf(
            Arrays.stream(config.getRecordComponents())
                .map(component -> variable(component.getName()) + " = " + standard(component))
                .toList());
  }

  @Test
  void aVariableIsItsComponentInUpperCase() {
    assertThat(variable("maxUploads")).isEqualTo("PEAL_MAX_UPLOADS");
  }

  private static String variable(String component) {
    return "PEAL_" + component.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }

  private static String standard(RecordComponent component) {
    Config config = component.getAccessor().getAnnotation(Config.class);
    if (config == null) {
      config = field(component).getAnnotation(Config.class);
    }
    return config == null ? "none" : config.defaultVal();
  }

  private static Field field(RecordComponent component) {
    try {
      return component.getDeclaringRecord().getDeclaredField(component.getName());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("every component has a field", e);
    }
  }
}
