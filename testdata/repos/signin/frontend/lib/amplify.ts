import { Amplify } from "aws-amplify";

const domain = "logbook-signin.auth.ap-southeast-2.amazoncognito.com";

export function configureSignIn(origin: string): void {
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: "ap-southeast-2_Qm4tVx9Lz",
        userPoolClientId: process.env.NEXT_PUBLIC_USER_POOL_CLIENT_ID!,
        loginWith: {
          oauth: {
            domain,
            scopes: ["openid", "email"],
            redirectSignIn: [`${origin}/signed-in`],
            redirectSignOut: [origin],
            responseType: "code",
          },
        },
      },
    },
  });
}
