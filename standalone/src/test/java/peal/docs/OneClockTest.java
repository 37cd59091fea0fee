package peal.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A clock that a test of wrong clocks cannot set would hide what a wrong one does. */
class OneClockTest {
  private static final Pattern SYSTEM_CLOCK =
      Pattern.compile("InstantSource\\.system\\(|Clock\\.system|Instant\\.now\\(\\)");
  private static final Set<String> SERVICES =
      Set.of("service-kit", "api-gateway", "ingest-service", "dialer-worker", "status-projector");

  /** The clock itself, and the age of folders, which their own file system gives. */
  private static final Set<String> EXCEPT = Set.of("ProcessClock.java", "TaskFolders.java");

  private final Repository repository = Repository.here();

  @Test
  void servicesTakeTheirTimeFromTheClockOfTheProcess() {
    List<Path> others =
        repository.mainSources().stream()
            .filter(file -> SERVICES.contains(file.getName(0).toString()))
            .filter(file -> !EXCEPT.contains(file.getFileName().toString()))
            .filter(file -> SYSTEM_CLOCK.matcher(repository.read(file)).find())
            .toList();

    assertThat(others).isEmpty();
  }
}
