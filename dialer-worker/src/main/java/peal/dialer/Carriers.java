package peal.dialer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import peal.dialer.carrier.BotResults;
import peal.dialer.carrier.BotToken;
import peal.dialer.carrier.CarrierAdapter;
import peal.dialer.carrier.LaneReport;
import peal.dialer.carrier.WebhookReader;
import peal.dialer.carrier.asterisk.AsteriskCarrier;
import peal.dialer.carrier.asterisk.AsteriskSettings;
import peal.dialer.carrier.http.CarrierAccount;
import peal.dialer.carrier.http.CarrierCallbacks;
import peal.dialer.carrier.http.HttpCarrier;
import peal.dialer.carrier.instant.InstantCarrier;
import peal.dialer.carrier.twilio.TwilioCarrier;
import peal.dialer.carrier.twilio.TwilioSettings;
import peal.service.ProcessClock;

/**
 * The carriers of {@code PEAL_CARRIERS_FILE}: {@code {"carriers": [{"id", "kind", "callsPerSecond",
 * "botSecret", "settings"}]}}. A text may name a variable of the environment, as {@code ${NAME}},
 * so that no secret need be written there.
 */
final class Carriers {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final double MOST_CALLS_PER_SECOND = 10_000;

  private final URI publicUrl;
  private final BiConsumer<String, String> secrets;
  private final SettingsFile file;
  private final Consumer<LaneReport> reports;

  /** What the file may hold. */
  enum Kind {
    /** A voice platform, or the simulator, over HTTP. */
    HTTP,
    /** In this process, for benchmarks. */
    INSTANT,
    /** Twilio, or what speaks its API. */
    TWILIO,
    /** Asterisk, and by it any SIP trunk. */
    ASTERISK
  }

  private record CarriersFile(List<Entry> carriers) {}

  private record Entry(
      String id, Kind kind, Double callsPerSecond, String botSecret, JsonNode settings) {}

  private record HttpSettings(URI url, String secret, Boolean idempotent) {}

  private Carriers(
      URI publicUrl,
      BiConsumer<String, String> secrets,
      SettingsFile file,
      Consumer<LaneReport> reports) {
    this.publicUrl = publicUrl;
    this.secrets = secrets;
    this.file = file;
    this.reports = reports;
  }

  /**
   * The carriers of the file that {@code config} names; none where it names none.
   *
   * @param environment what the file's variables are taken from
   * @param reports takes what carriers within this process report
   * @throws IllegalArgumentException saying what is wrong with the file, and where
   */
  static List<CarrierAdapter> read(
      DialerConfig config, Map<String, String> environment, Consumer<LaneReport> reports) {
    Optional<Path> file = config.carriersFile();
    if (file.isEmpty()) {
      return List.of();
    }
    try {
      return new Carriers(
              config.publicUrl().orElse(null),
              config::requireOwnSecret,
              new SettingsFile(environment, config.carrierKeysFile()),
              reports)
          .read(Files.readString(file.get()));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "PEAL_CARRIERS_FILE cannot be read: " + file.get().toAbsolutePath(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("PEAL_CARRIERS_FILE: " + e.getMessage(), e);
    }
  }

  /** What reads the webhooks of {@code carriers}, by the path that they post to. */
  static Map<String, WebhookReader> readers(List<CarrierAdapter> carriers) {
    Map<String, WebhookReader> readers = new LinkedHashMap<>();
    for (CarrierAdapter carrier : carriers) {
      carrier
          .webhooks()
          .ifPresent(reader -> readers.put(CallbackRoute.pathOf(carrier.id()), reader));
      carrier
          .botResults()
          .ifPresent(reader -> readers.put(CallbackRoute.resultsOf(carrier.id()), reader));
    }
    return readers;
  }

  private List<CarrierAdapter> read(String text) {
    JsonNode tree = file.tree(text);
    tree.path("carriers").forEach(carrier -> file.opened(carrier, carrier.path("id").asText()));
    List<Entry> entries = file.as(CarriersFile.class, tree, "it").carriers();
    if (entries == null) {
      throw new IllegalArgumentException("it has no list 'carriers'");
    }
    Map<String, CarrierAdapter> carriers = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (entry.id() == null || !ID.matcher(entry.id()).matches() || entry.kind() == null) {
        throw new IllegalArgumentException(
            "each carrier has an 'id' of 1-64 letters, digits, '-' or '_', and a 'kind'");
      }
      if (carriers.put(entry.id(), adapter(entry)) != null) {
        throw new IllegalArgumentException("there are two carriers '" + entry.id() + "'");
      }
    }
    return new ArrayList<>(carriers.values());
  }

  private CarrierAdapter adapter(Entry entry) {
    Optional<BotToken> bot = bot(entry);
    return switch (entry.kind()) {
      case INSTANT ->
          new CarrierAdapter(
              entry.id(),
              new InstantCarrier(
                  ProcessClock.ofProcess(),
                  (lane, report) -> reports.accept(new LaneReport(lane, report)),
                  Thread::startVirtualThread),
              Optional.empty(),
              pace(entry, 0));
      case HTTP -> {
        HttpSettings given = settings(entry, HttpSettings.class);
        if (given.url() == null || given.secret() == null) {
          throw new IllegalArgumentException(where(entry) + " needs 'url' and 'secret'");
        }
        secrets.accept(where(entry) + ".settings.secret", given.secret());
        CarrierAccount account =
            CarrierAccount.at(given.url(), webhooks(entry))
                .keepingKeys(Boolean.TRUE.equals(given.idempotent()));
        yield new CarrierAdapter(
            entry.id(),
            new HttpCarrier(account),
            Optional.of(new CarrierCallbacks(given.secret(), ProcessClock.ofProcess())),
            pace(entry, 0));
      }
      case ASTERISK ->
          new CarrierAdapter(
              entry.id(),
              new AsteriskCarrier(
                  settings(entry, AsteriskSettings.class), bot, reports, ProcessClock.ofProcess()),
              Optional.empty(),
              bot.map(token -> new BotResults(token, ProcessClock.ofProcess())),
              pace(entry, 0));
      case TWILIO -> {
        TwilioSettings given = settings(entry, TwilioSettings.class);
        TwilioCarrier calls =
            new TwilioCarrier(given, webhooks(entry), bot, ProcessClock.ofProcess());
        yield new CarrierAdapter(
            entry.id(),
            calls,
            Optional.of(calls.webhooks()),
            bot.map(token -> new BotResults(token, ProcessClock.ofProcess())),
            pace(entry, TwilioSettings.CALLS_PER_SECOND));
      }
    };
  }

  /** Of a platform the bot is a part: it tells by its own callbacks. */
  private Optional<BotToken> bot(Entry entry) {
    if (entry.botSecret() == null) {
      return Optional.empty();
    }
    if (entry.kind() != Kind.ASTERISK && entry.kind() != Kind.TWILIO) {
      throw new IllegalArgumentException(
          where(entry) + ".botSecret is for the kinds ASTERISK and TWILIO");
    }
    secrets.accept(where(entry) + ".botSecret", entry.botSecret());
    return Optional.of(new BotToken(entry.botSecret()));
  }

  private static double pace(Entry entry, double usual) {
    double pace = entry.callsPerSecond() == null ? usual : entry.callsPerSecond();
    if (!(pace >= 0 && pace <= MOST_CALLS_PER_SECOND)) {
      throw new IllegalArgumentException(
          where(entry) + ".callsPerSecond must be 0-10000, and 0 means any number");
    }
    return pace;
  }

  private URI webhooks(Entry entry) {
    if (publicUrl == null) {
      throw new IllegalArgumentException(
          where(entry)
              + " reports to PEAL_PUBLIC_URL + "
              + CallbackRoute.pathOf(entry.id())
              + ", so PEAL_PUBLIC_URL must be set");
    }
    boolean reachable =
        publicUrl.getHost() != null
            && ("https".equals(publicUrl.getScheme()) || "http".equals(publicUrl.getScheme()));
    if (!reachable || publicUrl.getRawQuery() != null || publicUrl.getRawFragment() != null) {
      throw new IllegalArgumentException(
          where(entry)
              + " reports to PEAL_PUBLIC_URL, which must be as https://peal.example.com, with"
              + " nothing behind '?' or '#'");
    }
    String base = publicUrl.toString().replaceFirst("/+$", "");
    return URI.create(base + CallbackRoute.pathOf(entry.id()));
  }

  private <T> T settings(Entry entry, Class<T> type) {
    if (entry.settings() == null || !entry.settings().isObject()) {
      throw new IllegalArgumentException(where(entry) + " has no object 'settings'");
    }
    return file.as(type, entry.settings(), where(entry) + ".settings");
  }

  private static String where(Entry entry) {
    return "carrier '" + entry.id() + "'";
  }
}
