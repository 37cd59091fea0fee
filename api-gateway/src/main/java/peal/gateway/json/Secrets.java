package peal.gateway.json;

import java.util.regex.Pattern;
import peal.gateway.Refusals;

/** Fields that look like secrets. What is not taken cannot leak. */
public final class Secrets {
  private static final Pattern SECRET =
      Pattern.compile(
          ".*(api|access|auth|secret|private)[_-]?(key|token)|.*(secret|password|credentials)",
          Pattern.CASE_INSENSITIVE);

  private Secrets() {}

  /**
   * Passes silently where no field has such a name, at any depth but inside {@code except}.
   *
   * @throws peal.service.http.ApiError 400 naming the field
   */
  public static void refuse(JsonFields fields, String except) {
    fields
        .find(except, name -> SECRET.matcher(name).matches())
        .ifPresent(name -> {
          throw Refusals.field(
              name,
              "'%s' looks like a secret. Peal keeps no secrets of voice or model providers; give them to the carrier instead."
                  .formatted(name));
        });
  }
}
