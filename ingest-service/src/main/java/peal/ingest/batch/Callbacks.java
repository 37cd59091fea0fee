package peal.ingest.batch;

import java.util.Optional;
import java.util.function.Function;
import peal.domain.RetryPlan;
import peal.service.http.ApiError;

/**
 * What a client has said about dialing again.
 *
 * @param plan when to dial again; empty for never
 */
public record Callbacks(Optional<RetryPlan> plan) {
  /** Never dial again. */
  static final Callbacks NEVER = new Callbacks(Optional.empty());

  /**
   * The fields {@code smartCallbackConfig} or {@code retryRules}; empty where neither was sent.
   *
   * @param fields knows a field's text where it is not blank
   * @throws ApiError 400 naming the field that is wrong, or that both were sent
   */
  static Optional<Callbacks> said(Function<String, Optional<String>> fields) {
    Optional<String> shared = fields.apply("smartCallbackConfig");
    Optional<String> rules = fields.apply(RetryRulesText.NAME);
    if (shared.isPresent() && rules.isPresent()) {
      throw FormFields.wrong(
          RetryRulesText.NAME,
          "must not be sent together with smartCallbackConfig. Send one of them");
    }
    return rules
        .map(text -> new Callbacks(Optional.of(RetryRulesText.parse(text))))
        .or(() -> shared.map(SmartCallbackText::parse));
  }
}
