"""Judging an uploaded picture by its content, and making it anew, so that nothing hidden in it is served."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pitchday.errors import DomainError

if TYPE_CHECKING:
    from PIL import Image

MAX_BYTES = 2 * 1024 * 1024
MAX_SIDE = 6000
MIN_SIDE = 64
KEPT_SIDE = 800
_REFUSED = "The file is not a PNG or JPEG picture, whatever its name says. Save the logo as a PNG and choose that file."


@dataclass(frozen=True)
class Picture:
    """A picture as we serve it, in PNG or JPEG."""

    data: bytes
    media_type: str


def remade(data: bytes, *, field: str) -> Picture:
    """The picture drawn again, without what cameras and editors hide in it, at most KEPT_SIDE pixels wide and high.

    Raises DomainError, beside `field`, when the bytes are empty, too many, of another kind, broken, or when the
    picture is too small to be seen or too large to be opened.
    """
    if not data:
        raise DomainError("The file is empty. Save the picture again and choose that file.", field=field)
    if len(data) > MAX_BYTES:
        raise DomainError(
            f"The file has {len(data) / 1024 / 1024:.1f} MB; 2 MB is the most we take. Save it smaller.", field=field
        )
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            _check_size(picture.size, field)
            return _drawn_again(picture)
    except DomainError:
        raise
    except UnidentifiedImageError as error:
        raise DomainError(_REFUSED, field=field) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DomainError(f"The picture is too large; {MAX_SIDE:,} pixels a side is the most.", field=field) from error
    except Exception as error:  # a broken file may break its reader in any way it likes
        raise DomainError("The picture is damaged and cannot be opened. Save it again.", field=field) from error


def _check_size(size: tuple[int, int], field: str) -> None:
    """Before a pixel is read: a small file can hold a picture that fills the memory."""
    wide, high = size
    if max(size) > MAX_SIDE:
        raise DomainError(f"The picture has {wide:,} by {high:,} pixels; {MAX_SIDE:,} is the most.", field=field)
    if max(size) < MIN_SIDE:
        raise DomainError(f"The picture has {wide} by {high} pixels, too few to be seen.", field=field)


def _drawn_again(picture: Image.Image) -> Picture:
    from PIL import Image, ImageOps

    is_jpeg = picture.format == "JPEG"
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((KEPT_SIDE, KEPT_SIDE))
    plain = upright.convert("RGB" if is_jpeg else "RGBA")
    bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    written = io.BytesIO()
    if is_jpeg:
        bare.save(written, "JPEG", quality=88, optimize=True)
    else:
        bare.save(written, "PNG", optimize=True)
    return Picture(written.getvalue(), "image/jpeg" if is_jpeg else "image/png")
