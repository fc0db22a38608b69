/**
 * Words and phrases that an answer of a service to a customer has no use for: coarse insults, obscenities, threats. Kept small, so that it
 * is right when it speaks; it holds no slurs against groups of people, which are for each project to list in its own languages. `*`
 * stands for endings.
 */
export const toxicWords: readonly string[] = [
  ...[
    "asshole*",
    "arsehole*",
    "bastard*",
    "bitch*",
    "bollocks",
    "bullshit*",
    "cunt*",
    "dickhead*",
    "douchebag*",
  ],
  ...[
    "dumbass*",
    "fuck*",
    "jackass*",
    "motherfuck*",
    "piss off",
    "prick",
    "pricks",
    "scumbag*",
    "shit",
    "shits",
    "shitty",
  ],
  ...["shithead*", "son of a bitch", "twat*", "wank*", "whore*", "slut*"],
  ...[
    "you are an idiot",
    "you're an idiot",
    "you idiot",
    "you moron",
    "you are a moron",
    "you're a moron",
    "you are stupid",
  ],
  ...[
    "you're stupid",
    "you stupid",
    "you are worthless",
    "you're worthless",
    "you are pathetic",
    "you're pathetic",
  ],
  ...["shut up", "go to hell", "kill yourself", "go die", "hope you die", "i will kill you", "i'll kill you"],
  ...["i will hurt you", "i'll hurt you", "you deserve to die", "nobody likes you", "i hate you"],
];
