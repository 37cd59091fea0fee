package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Listens to everything that is logged; a client's fault is not worth a warning there. */
final class QuietLog implements AutoCloseable {
  private final List<ILoggingEvent> faults = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getLevel().isGreaterOrEqual(Level.WARN) || event.getThrowableProxy() != null) {
            faults.add(event);
          }
        }
      };

  QuietLog() {
    appender.start();
    root().addAppender(appender);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  void assertThatNothingWasWorthAWarning() {
    assertThat(faults).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
  }

  @Override
  public void close() {
    root().detachAppender(appender);
  }
}
