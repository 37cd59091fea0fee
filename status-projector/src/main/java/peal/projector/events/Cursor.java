package peal.projector.events;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import peal.domain.WorkspaceId;

/**
 * How far a reader has come: for each lane where its next record lies. To clients a word.
 *
 * @param offsets by the lane's index
 */
public record Cursor(WorkspaceId workspace, List<Long> offsets) {
  private static final int LONGEST = 4_000;

  /** Copies the list. */
  public Cursor {
    offsets = List.copyOf(offsets);
  }

  /** As clients get it. */
  public String word() {
    String text =
        workspace.value()
            + ":"
            + offsets.stream().map(Object::toString).collect(Collectors.joining(","));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The cursor of {@code workspace} that {@code word} is; empty where it is none. */
  public static Optional<Cursor> read(String word, WorkspaceId workspace, int lanes) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(word), StandardCharsets.US_ASCII);
      int colon = text.indexOf(':');
      if (colon < 0 || !text.substring(0, colon).equals(workspace.value())) {
        return Optional.empty();
      }
      List<Long> offsets =
          Arrays.stream(text.substring(colon + 1).split(",", -1)).map(Long::parseLong).toList();
      return offsets.size() == lanes && offsets.stream().allMatch(offset -> offset >= 0)
          ? Optional.of(new Cursor(workspace, offsets))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
