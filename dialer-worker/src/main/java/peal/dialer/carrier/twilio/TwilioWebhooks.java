package peal.dialer.carrier.twilio;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import peal.dialer.carrier.LaneReport;
import peal.dialer.carrier.Told;
import peal.dialer.carrier.WebhookReader;
import peal.domain.AttemptId;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.service.http.ApiError;

/** Checks and reads Twilio's status callbacks. Thread-safe. */
public final class TwilioWebhooks implements WebhookReader {
  /** A form with all of Twilio's fields has some 2 KB. */
  private static final int LARGEST_FORM = 16 * 1024;

  private final TwilioSignature signature;
  private final List<String> addresses;
  private final ClaimedCalls claims;
  private final InstantSource clock;

  /**
   * Webhooks of {@code account}.
   *
   * @param address where Twilio posts to, exactly as Twilio has it: its signature covers it
   */
  public TwilioWebhooks(TwilioSettings account, URI address, InstantSource clock) {
    this(account, address, new ClaimedCalls(), clock);
  }

  /** As the other, telling {@code claims} which call is whose. */
  TwilioWebhooks(TwilioSettings account, URI address, ClaimedCalls claims, InstantSource clock) {
    this.signature = new TwilioSignature(account.authToken());
    this.addresses = List.of(address.toString(), withOtherPort(address));
    this.claims = claims;
    this.clock = clock;
  }

  /** Twilio signs with or without a port, whatever it was given; its own clients try both. */
  private static String withOtherPort(URI address) {
    String standard = "https".equals(address.getScheme()) ? ":443" : ":80";
    String port = address.getPort() < 0 ? standard : "";
    return address.getScheme() + "://" + address.getHost() + port + address.getRawPath();
  }

  /** The overrides behind the address may count or not: no page of Twilio's says. */
  private boolean isTwilios(String given, String query, SortedMap<String, List<String>> form) {
    return given != null
        && addresses.stream()
            .map(address -> address + "?" + query)
            .flatMap(url -> Stream.of(url, url + TwilioOrder.AGAIN))
            .anyMatch(url -> signature.holds(given, url, form));
  }

  @Override
  public int largest() {
    return LARGEST_FORM;
  }

  @Override
  public List<LaneReport> read(Webhook webhook) {
    try {
      String given = webhook.headers().apply(TwilioSignature.HEADER);
      SortedMap<String, List<String>> form =
          given == null
              ? new TreeMap<>()
              : TwilioForm.read(new String(webhook.body(), StandardCharsets.UTF_8));
      if (!isTwilios(given, webhook.query(), form)) {
        throw new ApiError(
            401,
            "Unsigned",
            "The webhook's signature does not hold. It covers the address that Twilio posts to:"
                + " is PEAL_PUBLIC_URL that, to the letter?",
            "SIGNATURE_REFUSED");
      }
      SortedMap<String, List<String>> about = TwilioForm.read(webhook.query());
      AttemptId attempt = AttemptId.parse(first(about, "a"));
      LaneReport report =
          new LaneReport(
              Lane.parse(first(about, "l")), report(attempt, form), first(form, "CallSid"));
      claims.claim(report.providerRef(), attempt);
      return List.of(report);
    } catch (IllegalArgumentException e) {
      throw new ApiError(
          400,
          "Bad callback",
          "A status callback has a form with CallSid and CallStatus, and a and l in its address.",
          "BAD_CALLBACK");
    }
  }

  /** A state that is new to us is a sign of life at least. */
  private CallEvent.Report report(AttemptId attempt, SortedMap<String, List<String>> form) {
    Instant now = clock.instant();
    Instant at =
        TwilioCalls.time(first(form, "Timestamp")).map(told -> Told.time(told, now)).orElse(now);
    String status = first(form, "CallStatus");
    if (status == null) {
      throw new IllegalArgumentException("no CallStatus");
    }
    String sipCode = first(form, "SipResponseCode");
    Optional<Outcome> outcome = TwilioCalls.outcome(status, first(form, "AnsweredBy"), sipCode);
    if (outcome.isPresent()) {
      return new CallEvent.Ended(
          attempt,
          at,
          outcome.get(),
          TwilioCalls.talkSeconds(status, first(form, "CallDuration")),
          null,
          status.equals("failed") ? Told.words("failed, SIP " + sipCode) : null);
    }
    return TwilioCalls.connected(status)
        ? new CallEvent.Connected(attempt, at)
        : new CallEvent.Progress(attempt, at, Told.words(status));
  }

  private static String first(SortedMap<String, List<String>> fields, String name) {
    List<String> values = fields.get(name);
    return values == null ? null : values.getFirst();
  }
}
