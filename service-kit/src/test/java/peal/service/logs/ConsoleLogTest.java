package peal.service.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleLogTest {
  private final LoggerContext context = new LoggerContext();

  @AfterEach
  void stop() {
    context.stop();
  }

  /** At the first warning logback writes twenty lines of its own, which no collector can read. */
  @ParameterizedTest
  @CsvSource({"text,TextLines", "json,JsonLines"})
  void logbackHasNothingToSayOfEitherForm(String format, String encoder) throws Exception {
    context.putProperty("PEAL_LOG_FORMAT", format);
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(ConsoleLogTest.class.getResource("/logback.xml"));

    assertThat(new StatusUtil(context).getHighestLevel(0)).isEqualTo(Status.INFO);
    assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console"))
        .isInstanceOfSatisfying(
            ConsoleAppender.class,
            console ->
                assertThat(console.getEncoder().getClass().getSimpleName()).isEqualTo(encoder));
  }
}
