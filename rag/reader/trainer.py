"""One training step after another, with teachers or without, and checkpoints that a run goes on from."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from index.encoder.precision import bfloat16_is_fast
from rag.errors import ReaderError
from rag.reader.attention import plain_products_are_faster, use_plain_products
from rag.reader.batches import Batch
from rag.reader.checkpoints import FROZEN, frozen_below, mean_of, read_learned
from rag.reader.lengths import Lengths
from rag.reader.losses import apart, loss_of, taught_loss
from rag.reader.network import Marks, ReaderNetwork, freeze_below

# How much of the loss is agreement with the teachers, where there are any.
_TAUGHT = 0.7
_WEIGHT_DECAY = 0.01
_MAX_GRADIENT = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What one run does; kept beside its checkpoint, and a run that goes on must have the same.

    `cooldown` is the last share of the run. So many `frozen_layers`, the lowest, stay as the run begins with them. `mixed` says
    whether words of other languages are put in, `teachers` how many checkpoints' scores are learned besides the marked answers;
    `story_share` and `twin_share` are the shares of the pairs that are drawn from stories and from twins. Where there is
    `agreement`, every pair is read twice, with other values left out, and so much of how far both readings are apart is part of
    the loss. Where there are `minutes`, it ends so long after its first step, if its steps are not done before: a machine may be
    lent for so long.
    """

    steps: int
    batch: int
    learning_rate: float
    warmup: int
    cooldown: float
    frozen_layers: int
    lengths: Lengths
    mixed: bool
    seed: int
    dropout: float = 0.0
    teachers: int = 0
    story_share: float = 0.0
    twin_share: float = 0.0
    agreement: float = 0.0
    minutes: float = 0.0

    def rate(self, step: int, done: float) -> float:
        """The learning rate of a step, a share `done` of the run being over: rising, level, then falling over the cooldown."""
        rising = min(1.0, (step + 1) / self.warmup) if self.warmup else 1.0
        falling = min(1.0, (1 - done) / self.cooldown) if self.cooldown else 1.0
        return self.learning_rate * min(rising, falling)


class Trainer:
    """A network, its optimiser (AdamW, Loshchilov and Hutter 2019), the number of the next step and the rate of the last.

    With `teachers`, networks that do not learn, the loss is mostly that of their scores: one answer is marked for a question, and
    theirs say which other bounds would do. Of pairs that are not `taught` it is that of the marked answers alone.

    `clock` gives seconds, of which only differences count.
    """

    def __init__(
        self,
        network: ReaderNetwork,
        plan: Plan,
        device: torch.device,
        teachers: Sequence[ReaderNetwork] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.network, self.plan, self.device, self.step = network.to(device), plan, device, 0
        self.rate, self._clock = 0.0, clock
        self._began: float | None = None
        self._seconds_before = 0.0
        # From which layer on the weights are another than the encoder's.
        self._own = plan.frozen_layers
        self._teachers = [
            teacher.to(device).requires_grad_(requires_grad=False).train(mode=False) for teacher in teachers
        ]
        freeze_below(network.train(), plan.frozen_layers)
        self._learning = [p for p in network.parameters() if p.requires_grad]
        self._optimiser = torch.optim.AdamW(
            [
                {"params": [p for p in self._learning if p.ndim > 1], "weight_decay": _WEIGHT_DECAY},
                {"params": [p for p in self._learning if p.ndim == 1], "weight_decay": 0.0},
            ],
            lr=plan.learning_rate,
            fused=True,
        )
        # Weights and optimiser stay float32; only the products are made in bfloat16, where that is faster.
        self._half = device.type == "cuda" or bfloat16_is_fast()
        if self._half and device.type == "cpu" and plain_products_are_faster():
            for each in (network, *self._teachers):
                use_plain_products(each.trunk)

    @property
    def done(self) -> float:
        """The share of the run that is done, 1 at its end: of its steps, or of its minutes where that is more."""
        steps = self.step / self.plan.steps
        return max(steps, self._seconds / 60 / self.plan.minutes) if self.plan.minutes else steps

    @property
    def _seconds(self) -> float:
        """How long the run has trained, that before a checkpoint included."""
        return self._seconds_before + (self._clock() - self._began if self._began is not None else 0.0)

    def train_on(self, batch: Batch) -> torch.Tensor:
        """One step; the loss before it, on the device, without what two readings are apart."""
        if self._began is None:
            self._began = self._clock()
        self.rate = self.plan.rate(self.step, min(1.0, self.done))
        for group in self._optimiser.param_groups:
            group["lr"] = self.rate
        batch = batch.to(self.device)
        rows = batch.taught
        teachers = self._teachers if rows.any() else []
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self._half):
            readings = [
                self.network(batch.ids, batch.attended, batch.readable) for _ in range(2 if self.plan.agreement else 1)
            ]
            with torch.no_grad():
                taught = [t(batch.ids[rows], batch.attended[rows], batch.readable[rows]) for t in teachers]
        loss = torch.stack([self._loss(marks, batch, taught) for marks in readings]).mean()
        whole = loss + self.plan.agreement * apart(*readings).mean() if self.plan.agreement else loss
        self._optimiser.zero_grad(set_to_none=True)
        whole.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._learning, _MAX_GRADIENT)
        self._optimiser.step()
        self.step += 1
        return loss.detach()

    def _loss(self, marks: Marks, batch: Batch, taught: Sequence[Marks]) -> torch.Tensor:
        """The mean loss of one reading; `taught` are the teachers' scores of the pairs that are."""
        losses, rows = loss_of(marks, batch), batch.taught
        if taught:
            of_rows = Marks(marks.starts[rows], marks.ends[rows], marks.answers[rows])
            agreeing = losses.new_zeros(len(losses)).masked_scatter(rows, taught_loss(of_rows, taught))
            losses = losses * (1 - _TAUGHT * rows.float()) + _TAUGHT * agreeing
        return losses.mean()

    def save(self, path: Path) -> None:
        """Write everything that going on needs, and put it in place at once."""
        learned = {n: p for n, p in self.network.state_dict().items() if "word_embeddings" not in n}
        beside = path.with_suffix(".part")
        state = {"step": self.step, "network": learned, "optimiser": self._optimiser.state_dict()}
        state |= {
            "seconds": self._seconds,
            "chance": self._chance(),
            "device": self.device.type,
            FROZEN: self._own,
        }
        torch.save(state, beside)
        beside.replace(path)

    def start_from(self, paths: Sequence[Path]) -> None:
        """Begin at step 0 with the mean of the weights of checkpoints, or of readers' folders where a checkpoint is gone.

        Runs that began with the same weights lie close enough for their mean to be better than each (Wortsman et al. 2022).
        Layers that they trained and the plan freezes stay as they are here, and are part of what is exported afterwards.
        Raises ReaderError where a folder holds no reader, and where they froze layers otherwise than each other.
        """
        self._own = min(frozen_below(paths), self.plan.frozen_layers)
        self.network.load_state_dict(mean_of([read_learned(path) for path in paths]), strict=False)

    def resume(self, path: Path) -> None:
        """Go on from what `save` wrote; raises ReaderError where that was on another sort of device."""
        state = torch.load(path, map_location=self.device, weights_only=True)
        on = state.get("device", self.device.type)
        if on != self.device.type:
            raise ReaderError(f"{path} was begun on {on}, not {self.device.type}; begin another run with --start-from")
        self.network.load_state_dict(state["network"], strict=False)
        self._optimiser.load_state_dict(state["optimiser"])
        self.step, self._own = int(state["step"]), int(state.get(FROZEN, self._own))
        # A checkpoint of older code has no time.
        self._seconds_before = float(state.get("seconds", 0.0))
        # Which values dropout leaves out is drawn on the device.
        if self.device.type == "cuda":
            torch.cuda.set_rng_state(state["chance"].cpu(), self.device)
        else:
            torch.set_rng_state(state["chance"].cpu())

    def _chance(self) -> torch.Tensor:
        return torch.cuda.get_rng_state(self.device) if self.device.type == "cuda" else torch.get_rng_state()
