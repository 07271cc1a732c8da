import { type AnswerTo, outdatedAnswers, type QuestionKind } from "./questions/all-questions.ts";
import type { Ask } from "./thread-messages.ts";

/** Thrown through a long question that is to end without its answer. */
export class Ended extends Error {}

type Answer = AnswerTo<QuestionKind> | undefined;

interface Running {
  readonly id: number;
  end: "cancelled" | "outdated" | undefined;
}

/**
 * Answers questions: short ones at once, those that take long one after the other. A long one looks at what has come in meanwhile again and
 * again, by `checkpoint`: other questions are answered meanwhile, its cancellation or a change of the files ends it.
 */
export class LongQuestions {
  private readonly takeIn: () => void;
  private readonly answerTo: (asked: Ask["asked"]) => Answer;
  private readonly post: (id: number, answer: Answer) => void;
  private waiting: readonly Ask[] = [];
  private running: Running | undefined;

  constructor(
    takeIn: () => void,
    answerTo: (asked: Ask["asked"]) => Answer,
    post: (id: number, answer: Answer) => void,
  ) {
    this.takeIn = takeIn;
    this.answerTo = answerTo;
    this.post = post;
  }

  readonly checkpoint = (): void => {
    const { running } = this;
    if (!running) return;
    this.takeIn();
    if (running.end) throw new Ended();
  };

  take(ask: Ask): void {
    if (!(ask.asked.kind in outdatedAnswers)) return this.post(ask.id, this.answerTo(ask.asked));
    this.waiting = [...this.waiting, ask];
    if (this.running) return;
    for (let [next] = this.waiting; next; [next] = this.waiting) {
      this.waiting = this.waiting.slice(1);
      this.post(next.id, this.answerLong(next));
    }
  }

  cancel(id: number): void {
    this.waiting = this.waiting.filter((ask) => ask.id !== id);
    if (this.running?.id === id) this.running.end = "cancelled";
  }

  filesChanged(): void {
    if (this.running) this.running.end ??= "outdated";
  }

  private answerLong({ id, asked }: Ask): Answer {
    const running: Running = { id, end: undefined };
    this.running = running;
    try {
      return this.answerTo(asked);
    } catch (problem) {
      if (!(problem instanceof Ended)) throw problem;
      return running.end === "outdated" ? outdatedAnswers[asked.kind] : undefined;
    } finally {
      this.running = undefined;
    }
  }
}
