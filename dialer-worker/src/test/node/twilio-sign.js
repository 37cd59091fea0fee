// Prints the signature that Twilio's own client expects: twilio-sign.js TOKEN URL FORM-AS-JSON.
const twilio = require("twilio");

const [token, url, form] = process.argv.slice(2);
console.log(twilio.getExpectedTwilioSignature(token, url, JSON.parse(form)));
