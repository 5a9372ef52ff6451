"""Erases the sound of dictations whose time is over, and clears away old answers and what died half-written."""

from __future__ import annotations

import argparse

from remissvakt.audit.once import forget
from remissvakt.core.clock import SystemClock
from remissvakt.speech.retention import erase_recording, erase_unused_sound, over
from remissvakt.storage.inventory import remove_unfinished


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="räkna bara, gallra inget")


def run(arguments: argparse.Namespace) -> int:
    """One recording at a time, so that a command that is broken off has done whole ones."""
    waiting = over(now=SystemClock().now())
    if arguments.dry_run:
        print(f"{len(waiting)} inspelningar att gallra.")
        return 0
    done = [erase_recording(recording_id=one, now=SystemClock().now()) for one in waiting]
    files = [count for count in done if count is not None]
    print(f"{len(files)} inspelningar gallrade, {sum(files)} ljudfiler borttagna.")
    if later := len(done) - len(files):
        print(f"{later} inspelningar används just nu och väntar till nästa gång.")
    if unused := erase_unused_sound(now=SystemClock().now()):
        print(f"{unused} ljudfiler som inget använde är borttagna.")
    if forgotten := forget(now=SystemClock().now()):
        print(f"{forgotten} kvitton på besvarade formulär är borttagna.")
    if unfinished := remove_unfinished(now=SystemClock().now()):
        print(f"{unfinished} påbörjade filer av avbrutna processer är borttagna.")
    return 0
