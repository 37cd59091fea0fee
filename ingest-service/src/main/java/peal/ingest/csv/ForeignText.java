package peal.ingest.csv;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Kinds of files that are taken for CSV by their names, told by how they begin. */
final class ForeignText {
  private static final Map<String, Pattern> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("HTML or XML", Pattern.compile("(?i)^\\s*<(?:!doctype|\\?xml|html|table|meta|head)"));
    KINDS.put("a vCard file", Pattern.compile("(?i)^BEGIN:VCARD"));
    KINDS.put(
        "JSON", Pattern.compile("^\\s*(?:\\[\\s*(?:[\\[\"]|\\{\\s*(?:\"|$))|\\{\\s*(?:\"|$))"));
    KINDS.put("a PDF file", Pattern.compile("^%PDF-"));
    KINDS.put("a gzip archive", Pattern.compile("^\\x1F"));
    KINDS.put("an RTF file", Pattern.compile("^\\{\\\\rtf"));
  }

  private ForeignText() {}

  /** What a file is whose first row begins with {@code start}; empty where it may be CSV. */
  static Optional<String> kind(String start) {
    return KINDS.entrySet().stream()
        .filter(kind -> kind.getValue().matcher(start).find())
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
