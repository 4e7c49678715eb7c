// A real OpenID provider with the people named in ACCOUNTS (JSON by login: the claims), for one client of a desk.
import Provider from "oidc-provider";

const { ACCOUNTS, PORT, REDIRECT_URI, CLIENT_SECRET } = process.env;
const accounts = JSON.parse(ACCOUNTS);
const issuer = `http://127.0.0.1:${PORT}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "desk",
      ...(CLIENT_SECRET ? { client_secret: CLIENT_SECRET } : { token_endpoint_auth_method: "none" }),
      redirect_uris: [REDIRECT_URI],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  pkce: { required: () => true },
  cookies: { keys: ["only for a test"] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, ...(accounts[id] ?? {}) }),
  }),
});

provider.listen(Number(PORT), "127.0.0.1", () => console.log("listening"));
