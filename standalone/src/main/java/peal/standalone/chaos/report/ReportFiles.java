package peal.standalone.chaos.report;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A report on disk: JSON for programs, Markdown for people. */
public final class ReportFiles {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private ReportFiles() {}

  /**
   * Writes {@code chaos-<seed>.json} and {@code chaos-<seed>.md} into {@code folder}, which is made
   * where needed.
   *
   * @return the page
   */
  public static Path write(ChaosReport report, Path folder) throws IOException {
    Files.createDirectories(folder);
    String name = "chaos-" + report.seed();
    JSON.writeValue(folder.resolve(name + ".json").toFile(), report);
    return Files.writeString(folder.resolve(name + ".md"), ReportText.markdown(report));
  }
}
