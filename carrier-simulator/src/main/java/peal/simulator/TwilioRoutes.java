package peal.simulator;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import peal.domain.PhoneNumber;
import peal.service.Ids;

/**
 * The same network by Twilio's API for calls: placing, listing, looking up and ending. Its account
 * token is the carrier's secret. A repeat rings again, as Twilio has no key that would tell it.
 */
final class TwilioRoutes {
  private static final String CALLS = "/2010-04-01/Accounts/{account}/Calls.json";
  private static final String CALL = "/2010-04-01/Accounts/{account}/Calls/{sid}";
  private static final String JSON = ".json";
  private static final int MOST_TWIML = 4_000;
  private static final int USUAL_PAGE = 50;

  private final PhoneNetwork network;
  private final InstantSource clock;
  private final String token;
  private final TwilioDirectory calls = new TwilioDirectory();

  TwilioRoutes(PhoneNetwork network, InstantSource clock, String token) {
    this.network = network;
    this.clock = clock;
    this.token = token;
  }

  void addTo(RoutesConfig routes) {
    routes.post(CALLS, ctx -> known(ctx, this::place));
    routes.get(CALLS, ctx -> known(ctx, this::list));
    routes.get(CALL, ctx -> known(ctx, this::show));
    routes.post(CALL, ctx -> known(ctx, this::end));
  }

  private interface Work {
    void answer(Context ctx) throws InterruptedException;
  }

  private void known(Context ctx, Work work) throws InterruptedException {
    String given = Optional.ofNullable(ctx.header("Authorization")).orElse("");
    byte[] wanted = (ctx.pathParam("account") + ":" + token).getBytes(StandardCharsets.UTF_8);
    if (network.faults().down()) {
      refuse(ctx, 503, 20_503, "Service unavailable");
    } else if (!given.equals("Basic " + Base64.getEncoder().encodeToString(wanted))) {
      refuse(ctx, 401, 20_003, "Authenticate");
    } else {
      Thread.sleep(Duration.ofMillis(network.faults().slowAnswerMillis()));
      work.answer(ctx);
    }
  }

  private void place(Context ctx) throws InterruptedException {
    String to = ctx.formParam("To");
    String from = ctx.formParam("From");
    String twiml = ctx.formParam("Twiml");
    if (to == null) {
      refuse(ctx, 400, 21_201, "No 'To' number is specified");
    } else if (!PhoneNumber.isValid(to)) {
      refuse(ctx, 400, 21_211, "The 'To' number is not a valid phone number.");
    } else if (from == null || !PhoneNumber.isValid(from)) {
      refuse(ctx, 400, 21_212, "The 'From' number is not a valid phone number.");
    } else if ((twiml == null && ctx.formParam("Url") == null)
        || (twiml != null && twiml.length() > MOST_TWIML)) {
      refuse(ctx, 400, 21_205, "Url parameter is required, or Twiml of at most 4000 characters.");
    } else {
      place(ctx, to, from);
    }
  }

  private void place(Context ctx, String to, String from) throws InterruptedException {
    URI tell = Optional.ofNullable(ctx.formParam("StatusCallback")).map(URI::create).orElse(null);
    String query = tell == null ? null : tell.getRawQuery();
    String attempt = attempt(query).orElseGet(() -> "twilio-" + Ids.ulid().next());
    TwilioCall call =
        new TwilioCall(
            TwilioCall.sidOf(attempt),
            attempt,
            ctx.pathParam("account"),
            to,
            from,
            clock.instant());
    String limit = ctx.formParam("TimeLimit");
    CallRequest request =
        new CallRequest(
            to,
            from,
            "Hello.",
            limit == null ? null : Integer.valueOf(limit),
            query,
            tell == null ? null : tell.toString().replaceFirst("\\?.*", ""),
            1,
            Callbacks.Format.TWILIO);
    Answer answer = network.place(attempt, request, call.createdAt());
    Thread.sleep(Duration.ofMillis(network.faults().slowPostMillis()));
    switch (answer) {
      case Answer.Taken taken -> {
        calls.add(call);
        if (taken.lost()) {
          cut(ctx);
        } else {
          ctx.status(201).json(call.resource(taken.call()));
        }
      }
      case Answer.Later later -> {
        ctx.header("Retry-After", Long.toString(later.retryAfter().toSeconds()));
        refuse(ctx, later.status(), 20_429, "Too Many Requests");
      }
      case Answer.Refused refused ->
          refuse(ctx, 400, 21_211, "The 'To' number is not a valid phone number.");
      case Answer.Denied denied -> refuse(ctx, 403, 20_403, "Forbidden");
      case Answer.Broken broken -> refuse(ctx, 500, 20_500, "Internal Server Error");
    }
  }

  /** What Peal puts into the address of its status callback. */
  private static Optional<String> attempt(String query) {
    return Arrays.stream(query == null ? new String[0] : query.split("&"))
        .filter(field -> field.startsWith("a="))
        .map(field -> URLDecoder.decode(field.substring(2), StandardCharsets.UTF_8))
        .findFirst();
  }

  private void list(Context ctx) {
    int page = ctx.queryParamAsClass("PageSize", Integer.class).getOrDefault(USUAL_PAGE);
    List<Map<String, Object>> found =
        calls
            .newestFirst(ctx.pathParam("account"), ctx.queryParam("To"), ctx.queryParam("From"))
            .stream()
            .limit(page)
            .flatMap(call -> network.find(call.attempt()).map(call::resource).stream())
            .toList();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("calls", found);
    body.put("page", 0);
    body.put("page_size", page);
    ctx.json(body);
  }

  private void show(Context ctx) {
    Optional<TwilioCall> call = named(ctx);
    Optional<CallView> state = call.flatMap(known -> network.find(known.attempt()));
    if (state.isEmpty()) {
      refuse(ctx, 404, 20_404, "The requested resource was not found");
    } else {
      ctx.json(call.get().resource(state.get()));
    }
  }

  private void end(Context ctx) {
    Optional<TwilioCall> call = named(ctx);
    Optional<CallView> state = call.flatMap(known -> network.find(known.attempt()));
    if (state.isEmpty()) {
      refuse(ctx, 404, 20_404, "The requested resource was not found");
      return;
    }
    boolean ringing = state.get().state().equals("ringing");
    boolean possible =
        switch (Optional.ofNullable(ctx.formParam("Status")).orElse("")) {
          case "canceled" -> ringing;
          case "completed" -> ringing || state.get().state().equals("answered");
          default -> false;
        };
    if (!possible) {
      refuse(ctx, 400, 21_220, "Call is not in-progress. Cannot redirect.");
      return;
    }
    network.hangUp(call.get().attempt()).ifPresent(ended -> ctx.json(call.get().resource(ended)));
  }

  private Optional<TwilioCall> named(Context ctx) {
    String name = ctx.pathParam("sid");
    return name.endsWith(JSON)
        ? calls.find(name.substring(0, name.length() - JSON.length()))
        : Optional.empty();
  }

  /** Closes the connection, so that the answer never arrives. */
  private static void cut(Context ctx) {
    ServletContextRequest.getServletContextRequest(ctx.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }

  private static void refuse(Context ctx, int status, int code, String message) {
    Map<String, Object> body = new HashMap<>();
    body.put("code", code);
    body.put("message", message);
    body.put("status", status);
    ctx.status(status).json(body);
  }
}
