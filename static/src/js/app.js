// Scripts make pages quicker to use. Every page works without them.
import {
  Button,
  CharacterCount,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "govuk-frontend";
import { Await } from "./await.js";
import { Grid } from "./grid.js";
import { InlineUpdate } from "./inline-update.js";
import { Progress } from "./progress.js";
import { Reveal } from "./reveal.js";
import { Chosen, Tidy } from "./table.js";
import { Unsaved } from "./unsaved.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const component of [
  Button,
  CharacterCount,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  ServiceNavigation,
  SkipLink,
  Await,
  Grid,
  InlineUpdate,
  Progress,
  Reveal,
  Chosen,
  Tidy,
  Unsaved,
]) {
  createAll(component);
}
