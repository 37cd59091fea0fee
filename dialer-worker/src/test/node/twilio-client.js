// Drives a Twilio API with the official client: twilio-client.js ADDRESS ACCOUNT TOKEN.
// ADDRESS stands in for https://api.twilio.com. Prints what it sees, a line each.
const http = require("http");
const twilio = require("twilio");

const [address, account, token] = process.argv.slice(2);

/** The client's requests, sent to ADDRESS. */
const elsewhere = {
  async request(options) {
    const url = new URL(options.uri.replace("https://api.twilio.com", address));
    Object.entries(options.params || {}).forEach(([name, value]) =>
      url.searchParams.append(name, value));
    const form = new URLSearchParams();
    Object.entries(options.data || {}).forEach(([name, value]) =>
      [].concat(value).forEach((one) => form.append(name, one)));
    const answer = await fetch(url, {
      method: options.method,
      headers: {
        "Authorization":
          "Basic " + Buffer.from(options.username + ":" + options.password).toString("base64"),
        "Content-Type": "application/x-www-form-urlencoded",
      },
      body: options.method.toUpperCase() === "POST" ? form.toString() : undefined,
    });
    const body = await answer.text();
    return { statusCode: answer.status, body: body ? JSON.parse(body) : "" };
  },
};

/** Prints each status callback and whether the official client takes its signature. */
function listen() {
  return new Promise((ready) => {
    const server = http.createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => {
        const form = Object.fromEntries(new URLSearchParams(body));
        const url = `http://127.0.0.1:${server.address().port}${request.url}`;
        const signed =
          twilio.validateRequest(token, request.headers["x-twilio-signature"], url, form);
        console.log(`webhook ${form.CallStatus} ${signed ? "signed" : "UNSIGNED"}`);
        response.statusCode = 204;
        response.end();
        if (["completed", "busy", "no-answer", "failed"].includes(form.CallStatus)) {
          server.emit("over");
        }
      });
    });
    server.listen(0, "127.0.0.1", () => ready(server));
  });
}

async function main() {
  const client = twilio(account, token, { httpClient: elsewhere, accountSid: account });
  const server = await listen();
  const over = new Promise((resolve) => server.once("over", resolve));
  const hook = `http://127.0.0.1:${server.address().port}/hook?a=call_node-0-1%231&l=ws%2F0`;

  const call = await client.calls.create({
    to: "+15550001234",
    from: "+15550100000",
    twiml: "<Response/>",
    statusCallback: hook,
    statusCallbackMethod: "POST",
    statusCallbackEvent: ["initiated", "ringing", "answered", "completed"],
  });
  console.log(`created ${call.sid} ${call.status} ${call.queueTime}`);
  await over;
  const found = await client.calls(call.sid).fetch();
  console.log(`fetched ${found.status} ${found.to} ${found.endTime instanceof Date}`);
  const listed = await client.calls.list({ to: "+15550001234", from: "+15550100000", limit: 5 });
  console.log(`listed ${listed.map((one) => one.sid === call.sid).join()}`);
  const endless = await client.calls.create({
    to: "+15550000002", from: "+15550100000", twiml: "<Response/>" });
  const ended = await client.calls(endless.sid).update({ status: "canceled" });
  console.log(`canceled ${ended.status}`);
  try {
    await client.calls.create({ to: "+9995550100", from: "+15550100000", twiml: "<Response/>" });
  } catch (refused) {
    console.log(`refused ${refused.status} ${refused.code}`);
  }
  server.close();
}

main().catch((fault) => {
  console.error(fault);
  process.exit(1);
});
