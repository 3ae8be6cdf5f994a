"""File and folder names as phones, cameras, messengers and screenshot tools really write them."""

from __future__ import annotations

from datetime import datetime

import pytest

from photoorg.dates import date_photo
from photoorg.records import Dated, Metadata

NOW = datetime(2026, 11, 1, 12, 0)
OLD_FILE = int(datetime(2024, 8, 8, 9, 10, 11).timestamp()) * 10**9

FULL = [
    # phones and cameras
    ("IMG_20190512_133706.jpg", "2019-05-12T13:37:06"),
    ("IMG_20190512_133706_HDR.jpg", "2019-05-12T13:37:06"),
    ("IMG_20190512_133706_1.jpg", "2019-05-12T13:37:06"),
    ("IMG_20190512_133706~2.jpg", "2019-05-12T13:37:06"),
    ("IMG_20190512_133706123.jpg", "2019-05-12T13:37:06.123"),
    ("IMG_20190512_133706_BURST001_COVER.jpg", "2019-05-12T13:37:06"),
    ("IMG20190512133706.jpg", "2019-05-12T13:37:06"),
    ("MVIMG_20190512_133706.jpg", "2019-05-12T13:37:06"),
    ("PANO_20190512_133706.jpg", "2019-05-12T13:37:06"),
    ("VID_20190512_133706.jpg", "2019-05-12T13:37:06"),
    ("P_20190512_133706_vHDR_On.jpg", "2019-05-12T13:37:06"),
    ("20190512_133706.jpg", "2019-05-12T13:37:06"),
    ("20190512_133706(0).jpg", "2019-05-12T13:37:06"),
    ("20190512_133706-COLLAGE.jpg", "2019-05-12T13:37:06"),
    ("20190512133706.jpg", "2019-05-12T13:37:06"),
    ("00100lPORTRAIT_00100_BURST20190512133706123_COVER.jpg", "2019-05-12T13:37:06.123"),
    ("DJI_20230512133706_0001_D.JPG", "2023-05-12T13:37:06"),
    ("WP_20141225_10_30_45_Pro.jpg", "2014-12-25T10:30:45"),
    ("C360_2014-05-12-13-37-06-123.jpg", "2014-05-12T13:37:06.123"),
    ("B612_20190512_133706_987.jpg", "2019-05-12T13:37:06"),
    ("2019-05-12 13.37.06.jpg", "2019-05-12T13:37:06"),
    ("2019-05-12 13.37.06-2.jpg", "2019-05-12T13:37:06"),
    ("2019-05-12_13-37-06.jpg", "2019-05-12T13:37:06"),
    ("2019-05-12T13:37:06.jpg", "2019-05-12T13:37:06"),
    ("2019.05.12 13h37m06.jpg", "2019-05-12T13:37:06"),
    ("Scan 2019-05-12 13.37.png", "2019-05-12T13:37:00"),
    # screenshots
    ("Screenshot_2020-01-02-03-04-05.png", "2020-01-02T03:04:05"),
    ("Screenshot_2020-01-02-03-04-05-678_com.miui.home.jpg", "2020-01-02T03:04:05.678"),
    ("Screenshot_20200102-030405.png", "2020-01-02T03:04:05"),
    ("Screenshot_20200102-030405_Chrome.jpg", "2020-01-02T03:04:05"),
    ("Screenshot_20200102_030405_com.whatsapp.jpg", "2020-01-02T03:04:05"),
    ("Screenshot_20200102_030405.png", "2020-01-02T03:04:05"),
    ("Screenshot from 2020-01-02 03-04-05.png", "2020-01-02T03:04:05"),
    ("Bildschirmfoto vom 2020-01-02 03-04-05.png", "2020-01-02T03:04:05"),
    ("Screenshot 2020-01-02 030405.png", "2020-01-02T03:04:05"),
    ("Annotation 2020-01-02 030405.png", "2020-01-02T03:04:05"),
    ("2020-01-02-030405_1920x1080_scrot.png", "2020-01-02T03:04:05"),
    ("Screenshot 2020-01-02 at 3.04.05 PM.png", "2020-01-02T15:04:05"),
    ("Screenshot 2020-01-02 at 3.04.05\u202fPM.png", "2020-01-02T15:04:05"),
    ("Screenshot 2020-01-02 at 12.04.05 AM.png", "2020-01-02T00:04:05"),
    ("Screenshot 2020-01-02 at 12.04.05 PM (2).png", "2020-01-02T12:04:05"),
    ("Screen Shot 2020-01-02 at 15.04.05.png", "2020-01-02T15:04:05"),
    ("Bildschirmfoto 2020-01-02 um 15.04.05.png", "2020-01-02T15:04:05"),
    ("Capture d’écran 2020-01-02 à 15.04.05.png", "2020-01-02T15:04:05"),
    ("Captura de pantalla 2020-01-02 a las 15.04.05.png", "2020-01-02T15:04:05"),
    ("Schermafbeelding 2020-01-02 om 15.04.05.png", "2020-01-02T15:04:05"),
    ("スクリーンショット 2020-01-02 15.04.05.png", "2020-01-02T15:04:05"),
    ("截屏2020-01-02 下午3.04.05.png", "2020-01-02T15:04:05"),
    ("截屏2020-01-02 上午3.04.05.png", "2020-01-02T03:04:05"),
    # messengers
    ("signal-2020-01-02-030405.jpg", "2020-01-02T03:04:05"),
    ("signal-2020-01-02-03-04-05-678.jpg", "2020-01-02T03:04:05.678"),
    ("signal-2020-01-02-03-04-05-678-1.jpg", "2020-01-02T03:04:05.678"),
    ("photo_2020-01-02_03-04-05.jpg", "2020-01-02T03:04:05"),
    ("photo_2020-01-02_03-04-05 (2).jpg", "2020-01-02T03:04:05"),
    ("photo_2020-01-02@03-04-05.jpg", "2020-01-02T03:04:05"),
    ("photo_17@02-01-2020_03-04-05.jpg", "2020-01-02T03:04:05"),
    ("photo_17@02-01-2020_03-04-05_thumb.jpg", "2020-01-02T03:04:05"),
    ("WhatsApp Image 2020-01-02 at 15.04.05.jpeg", "2020-01-02T15:04:05"),
    ("WhatsApp Image 2020-01-02 at 3.04.05 PM (1).jpeg", "2020-01-02T15:04:05"),
    ("viber_image_2020-01-02_03-04-05-678.jpg", "2020-01-02T03:04:05.678"),
    ("微信图片_20200102030405.jpg", "2020-01-02T03:04:05"),
    ("QQ图片20200102030405.png", "2020-01-02T03:04:05"),
    ("2019-05-12 13.37.06", "2019-05-12T13:37:06"),  # no suffix
    ("20240229_235959.jpg", "2024-02-29T23:59:59"),
    # other languages, other orders, single digits
    ("Captura de pantalla 2020-01-02 a la(s) 3.04.05 p. m..png", "2020-01-02T15:04:05"),
    ("Screenshot 2020-01-02 at 3.04.05\u202fp.\xa0m..png", "2020-01-02T15:04:05"),
    ("Στιγμιότυπο 2020-01-02, 3.04.05 μ.μ..png", "2020-01-02T15:04:05"),
    ("لقطة الشاشة 2020-01-02 في 3.04.05 م.png", "2020-01-02T15:04:05"),
    ("截圖 2020-01-02 晚上8.04.05.png", "2020-01-02T20:04:05"),
    (
        "\u1109\u1173\u110f\u1173\u1105\u1175\u11ab\u1109\u1163\u11ba 2020-01-02 "
        "\u110b\u1169\u1112\u116e 3.04.05.png",
        "2020-01-02T15:04:05",
    ),  # letters taken apart
    ("grab 2020-01-02 3.04.05 amazon.png", "2020-01-02T03:04:05"),
    ("2019年5月12日 13時37分06秒.jpg", "2019-05-12T13:37:06"),
    ("2019년 5월 12일 오후 1시 37분.jpg", "2019-05-12T13:37:00"),
    ("2019-5-3 9.05.06.jpg", "2019-05-03T09:05:06"),
    ("Photo on 5-12-19 at 1.37 PM.jpg", "2019-05-12T13:37:00"),
    ("Photo on 5-12-19 at 1.37 PM #2.jpg", "2019-05-12T13:37:00"),
    ("Photo on 31-12-19 at 13.37.jpg", "2019-12-31T13:37:00"),
    ("Photo 31-12-2019, 13 37 06.jpg", "2019-12-31T13:37:06"),
    ("Microsoft Lens 12-31-2019 13.37.jpg", "2019-12-31T13:37:00"),
    ("WhatsApp Bild 2019-05-12 um 13.37.06.jpg", "2019-05-12T13:37:06"),
    ("Capture d'écran du 2020-01-02 15-04-05.png", "2020-01-02T15:04:05"),
    ("Istantanea da 2020-01-02 15-04-05.png", "2020-01-02T15:04:05"),
    ("Zrzut ekranu 2020-01-02 o 15.04.05.png", "2020-01-02T15:04:05"),
    ("Captura de ecrã 2020-01-02, às 15.04.05.png", "2020-01-02T15:04:05"),
    ("dji_fly_20230512_133706_123_1683891426123_photo.jpg", "2023-05-12T13:37:06"),
    ("20190512133706_000123A.JPG", "2019-05-12T13:37:06"),  # dash camera
    ("Desktop 2019.05.12 - 13.37.06.01.png", "2019-05-12T13:37:06"),  # game recorder
    ("19991231_235960.jpg", "1999-12-31T23:59:59"),
]

DAY = [
    ("IMG-20190512-WA0003.jpg", "2019-05-12"),
    ("IMG-20190512-WA0003 (1).jpeg", "2019-05-12"),
    ("VID-20190512-WA0011.jpg", "2019-05-12"),
    ("WP_20141225_001.jpg", "2014-12-25"),
    ("2019-05-12 Birthday.jpg", "2019-05-12"),
    ("20190512-garden.jpg", "2019-05-12"),
    ("LINE_ALBUM_2019.05.12_1.jpg", "2019-05-12"),
    ("Scan_20190512.png", "2019-05-12"),
    ("IMG_20190512_999999.jpg", "2019-05-12"),  # not a time of day
    ("1897-06-20 jubilee.tif", "1897-06-20"),
    ("31-12-1985 Opa.jpg", "1985-12-31"),
    ("2019-5-3.jpg", "2019-05-03"),
    ("2019年5月12日.jpg", "2019-05-12"),
    ("2019년 5월 12일.jpg", "2019-05-12"),
    ("12. Mai 2019.jpg", "2019-05-12"),
    ("Foto 12 de mayo de 2019.jpg", "2019-05-12"),
    ("12 ao\u0302ut 2019.jpg", "2019-08-12"),  # letters taken apart
    ("3 März 2019.jpg", "2019-03-03"),
    ("1 gen 2019.jpg", "2019-01-01"),
]

NOTHING = [
    "Screenshot (3).png",
    "Screenshot_1.png",
    "IMG_4120.JPG",
    "IMG_E4120.JPG",
    "DSC01234.JPG",
    "DSCN0042.jpg",
    "P1000123.JPG",
    "GOPR0001.JPG",
    "GX010042.JPG",
    "image.png",
    "Snapchat-1902051201.jpg",
    "Market 12 2019.jpg",
    "12 monkeys 2019.jpg",
    "192.168.20.2019.png",
    "received_1234567890123456.jpeg",
    "118234567_1029384756102938_n.jpg",
    "photo-1518791841217-8f162f1e1131.jpg",
    "3c59dc048e8850243be8079a5c74d079.jpg",
    "6F9619FF-8B86-D011-B42D-00CF4FC964FF.jpeg",
    "wallpaper-1920x1080.png",
    "IMG_20191332_133706.jpg",  # month 13
    "IMG_20190230_133706.jpg",  # 30 February
    "IMG_20970512_133706.jpg",  # the future
    "0000-00-00 00.00.00.jpg",
    "2000-00-00.jpg",
    "1970-01-01 00.00.00.jpg",
    "1970-01-01 08.00.00.jpg",
    "17000101_120000.jpg",
    "\udcff\udcfe.jpg",  # bytes that are not UTF-8
    ".jpg",
]


def dated(name: str, mtime_ns: int = OLD_FILE, folder: str = "/photos/camera"):
    return date_photo(Metadata(), f"{folder}/{name}", mtime_ns, NOW)


@pytest.mark.parametrize(("name", "taken"), FULL, ids=[name for name, _ in FULL])
def test_full_date_in_name(name: str, taken: str) -> None:
    photo = dated(name)
    assert (photo.taken, photo.utc_offset, photo.rule) == (taken, None, "file-name")
    assert not photo.guess


@pytest.mark.parametrize(("name", "day"), DAY, ids=[name for name, _ in DAY])
def test_day_in_name(name: str, day: str) -> None:
    photo = dated(name)
    assert (photo.taken, photo.utc_offset) == (f"{day}T00:00:00", None)
    assert photo.rule == "file-name-day"


@pytest.mark.parametrize("name", NOTHING)
def test_names_without_a_date_fall_to_the_file_time(name: str) -> None:
    photo = dated(name)
    assert photo.rule == "file-time"
    assert photo.taken == "2024-08-08T09:10:11"
    assert photo.guess


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("PXL_20201225_183045123.jpg", "2020-12-25T18:30:45.123"),
        ("PXL_20201225_183045123.PORTRAIT.jpg", "2020-12-25T18:30:45.123"),
        ("PXL_20201225_183045123.MP~2.jpg", "2020-12-25T18:30:45.123"),
        ("Copy of PXL_20201225_183045123.jpg", "2020-12-25T18:30:45.123"),
        ("original_0a1b_PXL_20201225_183045123.jpg", "2020-12-25T18:30:45.123"),
    ],
)
def test_pixel_phones_name_files_in_utc(name: str, taken: str) -> None:
    photo = dated(name)
    assert (photo.taken, photo.utc_offset, photo.rule) == (taken, "+00:00", "file-name")


@pytest.mark.parametrize(
    "name",
    [
        "mmexport1557668226123.jpg",
        "FB_IMG_1557668226123.jpg",
        "1557668226123.jpg",
        "wx_camera_1557668226123.jpg",
        "PhotoGrid_1557668226123.jpg",
        "img1557668226123.jpg",
    ],
)
def test_names_that_count_milliseconds_are_guesses_in_utc(name: str) -> None:
    photo = dated(name)
    assert (photo.taken, photo.utc_offset) == ("2019-05-12T13:37:06.123", "+00:00")
    assert photo.guess


def test_days_and_months_in_doubtful_order_are_guesses() -> None:
    photo = dated("Photo 05-12-2019, 13 37 06.jpg")
    assert photo == Dated("2019-12-05T13:37:06", None, "file-name", guess=True)


def test_day_takes_the_time_of_a_file_of_that_day() -> None:
    same_day = int(datetime(2019, 5, 12, 18, 30, 5).timestamp()) * 10**9
    photo = dated("IMG-20190512-WA0003.jpg", same_day)
    assert photo == Dated("2019-05-12T18:30:05", None, "file-time", guess=True)


def test_dated_folder_takes_the_time_of_a_file_of_that_day() -> None:
    same_day = int(datetime(2019, 5, 12, 18, 30, 5).timestamp()) * 10**9
    photo = dated("DSC1.JPG", same_day, folder="/photos/2019-05-12 Birthday")
    assert photo == Dated("2019-05-12T18:30:05", None, "file-time", guess=True)


def test_day_does_not_take_the_time_of_another_day() -> None:
    next_day = int(datetime(2019, 5, 13, 0, 0, 1).timestamp()) * 10**9
    assert dated("IMG-20190512-WA0003.jpg", next_day).taken == "2019-05-12T00:00:00"


@pytest.mark.parametrize(
    ("folder", "day"),
    [
        ("/photos/2019-05-12", "2019-05-12"),
        ("/photos/2019-05-12 Birthday", "2019-05-12"),
        ("/photos/2019_05_12/raw", "2019-05-12"),
        ("/photos/20190512 Lake", "2019-05-12"),
        ("/photos/2019/05/12", "2019-05-12"),
        ("/photos/2019/05/12 Lake", "2019-05-12"),
        ("/photos/2018-01-01/2019-05-12", "2019-05-12"),
        ("/photos/San Francisco, May 12, 2019", "2019-05-12"),
        ("/photos/12.05.2019 Oma", "2019-05-12"),
        ("/photos/2019/05-May/12", "2019-05-12"),
        ("/photos/2019年5月12日", "2019-05-12"),
    ],
)
def test_folder_named_after_a_day(folder: str, day: str) -> None:
    photo = dated("DSC01234.JPG", folder=folder)
    assert (photo.taken, photo.rule, photo.guess) == (f"{day}T00:00:00", "folder-name", True)


@pytest.mark.parametrize(
    "folder",
    [
        "/photos/2019",
        "/photos/2019-05",
        "/photos/2019/05",
        "/photos/Backup 2019-05-12",
        "/photos/takeout-20190512T101500Z-001",
        "/photos/2019-05-12 to 2019-05-19",
        "/photos/12.05.2019 - 19.05.2019",
        "/photos/2019/13/45",
    ],
)
def test_folders_that_say_no_day(folder: str) -> None:
    assert dated("DSC01234.JPG", folder=folder).rule == "file-time"


def test_name_beats_folder() -> None:
    photo = dated("IMG_20190512_133706.jpg", folder="/photos/2021-01-01")
    assert photo.taken == "2019-05-12T13:37:06"
