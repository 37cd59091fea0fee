package peal.standalone.client;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import peal.testkit.api.Form;

/** A file with form fields, to be uploaded. */
final class FileForm {
  private FileForm() {}

  /**
   * The form.
   *
   * @throws Refused when there is no such file
   */
  static Form of(Path file, Map<String, String> fields) {
    try {
      if (Files.isDirectory(file)) {
        throw new Refused(0, file + " is a folder; name the file");
      }
      return new Form().fields(fields).file(file);
    } catch (UncheckedIOException e) {
      throw new Refused(0, "the file " + file + " cannot be read");
    }
  }
}
