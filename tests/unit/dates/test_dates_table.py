"""The table of real names and metadata: local time, offset and rule that each must come to.

Names are as phones, cameras, messengers, screenshot and scanning programs write them; metadata as
cameras, editors and exports leave it. `at` is a position (latitude, longitude), `file` the file's
time in UTC; sidecar values begin with "beside_".
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from photoorg.dates import date_photo
from photoorg.records import Metadata, Sidecar

NOW = datetime(2026, 11, 1, 12, 0)
FILE = datetime(2024, 8, 8, 9, 10, 11, tzinfo=UTC)
BERLIN, NEW_YORK, KOLKATA, TOKYO = (52.52, 13.41), (40.71, -74.01), (22.57, 88.36), (35.68, 139.69)
SYDNEY, KATHMANDU = (-33.87, 151.21), (27.7, 85.32)
REYKJAVIK, LIMA = (64.15, -21.94), (-12.05, -77.04)
UTC_LOCAL = "+00:00"

Row = tuple[str, dict[str, Any], str, str | None, str]

NAMES: list[Row] = [
    # cameras and phones
    ("IMG_20190512_133706.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("IMG_20190512_133706.jpg", {"at": BERLIN}, "2019-05-12T13:37:06", "+02:00", "file-name"),
    ("IMG_20190512_133706_123.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("IMG_20190512_133706~3.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("IMG_20190512_133706-EFFECTS.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("IMG_20190512_133706_Bokeh.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("IMG_20190512_133706_00_merged.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("MVIMG_20190512_133706.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("00000IMG_00000_BURST20190512133706123_COVER.jpg", {}, "2019-05-12T13:37:06.123", None,
     "file-name"),
    ("PXL_20210509_153012345.jpg", {}, "2021-05-09T15:30:12.345", UTC_LOCAL, "file-name"),
    ("PXL_20210509_153012345.jpg", {"at": NEW_YORK}, "2021-05-09T11:30:12.345", "-04:00",
     "file-name"),
    ("PXL_20210509_203012345.MP.jpg", {"at": KOLKATA}, "2021-05-10T02:00:12.345", "+05:30",
     "file-name"),
    ("PXL_20210509_153012345.PORTRAIT-01.COVER.jpg", {"offset_time": "+02:00"},
     "2021-05-09T17:30:12.345", "+02:00", "file-name"),
    ("PXL_20210509_153012345~2.jpg", {}, "2021-05-09T15:30:12.345", UTC_LOCAL, "file-name"),
    ("20190512_133706.heic", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("20190512_133706_HDR.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("IMG20190512133706.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("WIN_20190512_13_37_06_Pro.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("2019_0512_133706_012.JPG", {}, "2019-05-12T13:37:06", None, "file-name"),  # dash camera
    ("2019051213370600-A1B2C3D4.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),  # console
    ("105600_20190512133706_1.png", {}, "2019-05-12T13:37:06", None, "file-name"),  # Steam
    ("Halo 5_12_2019 1_37_06 PM.png", {}, "2019-05-12T13:37:06", None, "file-name"),  # Xbox
    ("DJI_20230512133706_0001_V.JPG", {}, "2023-05-12T13:37:06", None, "file-name"),
    ("Photo on 2019-05-12 at 13.37.jpg", {}, "2019-05-12T13:37:00", None, "file-name"),
    ("2019-05-12-133706.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),  # Cheese
    ("BeautyPlus_20190512133706123_save.jpg", {}, "2019-05-12T13:37:06.123", None, "file-name"),
    ("InShot_20190512_133706123.jpg", {}, "2019-05-12T13:37:06.123", None, "file-name"),
    ("PhotoRoom_20230512_133706.png", {}, "2023-05-12T13:37:06", None, "file-name"),
    ("20190512T133706Z.jpg", {}, "2019-05-12T13:37:06", UTC_LOCAL, "file-name"),
    ("20190512T133706Z.jpg", {"at": TOKYO}, "2019-05-12T22:37:06", "+09:00", "file-name"),
    ("2019-05-12 13.37.06.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),  # Dropbox
    ("Photo 2019-05-12 13 37 06.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("12.05.2019 13.37.06.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),
    # screenshots
    ("Screenshot_2020-01-02-03-04-05.png", {}, "2020-01-02T03:04:05", None, "file-name"),
    ("Screenshot_20200102-030405_One UI Home.jpg", {}, "2020-01-02T03:04:05", None, "file-name"),
    ("Screenshot_20200102-030405~2.png", {}, "2020-01-02T03:04:05", None, "file-name"),
    ("SC20200102-030405.png", {}, "2020-01-02T03:04:05", None, "file-name"),
    ("Screenshot 2020-01-02 030405.png", {}, "2020-01-02T03:04:05", None, "file-name"),  # Windows
    ("Screen Shot 2020-01-02 at 3.04.05 PM.png", {}, "2020-01-02T15:04:05", None, "file-name"),
    ("Screenshot 2020-01-02 at 12.04.05 AM.png", {}, "2020-01-02T00:04:05", None, "file-name"),
    ("CleanShot 2020-01-02 at 15.04.05@2x.png", {}, "2020-01-02T15:04:05", None, "file-name"),
    ("Skärmavbild 2020-01-02 kl. 15.04.05.png", {}, "2020-01-02T15:04:05", None, "file-name"),
    ("Снимок экрана 2020-01-02 в 15.04.05.png", {}, "2020-01-02T15:04:05", None, "file-name"),
    ("スクリーンショット 2020-01-02 午後3.04.05.png", {}, "2020-01-02T15:04:05", None, "file-name"),
    ("스크린샷 2020-01-02 오후 3.04.05.png", {}, "2020-01-02T15:04:05", None, "file-name"),
    ("Captura de Tela 2020-01-02 às 15.04.05.png", {}, "2020-01-02T15:04:05", None, "file-name"),
    ("vlcsnap-2020-01-02-03h04m05s678.png", {}, "2020-01-02T03:04:05", None, "file-name"),
    ("Capture 2020-01-02 03_04_05.png", {}, "2020-01-02T03:04:05", None, "file-name"),
    # messengers
    ("IMG-20190512-WA0003.jpg", {}, "2019-05-12T00:00:00", None, "file-name-day"),
    ("IMG-20190512-WA0003.jpg", {"file": "2019-05-12T12:34:56"}, "2019-05-12T12:34:56", None,
     "file-time"),
    ("IMG-20190512-WA0003.jpg", {"file": "2019-05-14T12:34:56"}, "2019-05-12T00:00:00", None,
     "file-name-day"),
    ("STK-20190512-WA0003.webp", {}, "2019-05-12T00:00:00", None, "file-name-day"),
    ("WhatsApp Image 2019-05-12 at 13.37.06 (2).jpeg", {}, "2019-05-12T13:37:06", None,
     "file-name"),
    ("00000012-PHOTO-2019-05-12-13-37-06.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("signal-2019-05-12-133706.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("signal-2019-05-12-13-37-06-123.jpg", {}, "2019-05-12T13:37:06.123", None, "file-name"),
    ("signal-attachment-2019-05-12-133706.jpeg", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("photo_2019-05-12_13-37-06.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("photo_17@12-05-2019_13-37-06.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("KakaoTalk_20190512_133706123.jpg", {}, "2019-05-12T13:37:06.123", None, "file-name"),
    ("KakaoTalk_Photo_2019-05-12-13-37-06.jpeg", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("mmexport1557661026123.jpg", {}, "2019-05-12T11:37:06.123", UTC_LOCAL, "file-name"),
    ("FB_IMG_1557661026123.jpg", {"at": BERLIN}, "2019-05-12T13:37:06.123", "+02:00", "file-name"),
    ("微信图片_20190512133706.jpg", {}, "2019-05-12T13:37:06", None, "file-name"),
    ("viber_image_2019-05-12_13-37-06-123.jpg", {}, "2019-05-12T13:37:06.123", None, "file-name"),
    # scans and names by hand
    ("CamScanner 05-12-2019 13.37.jpg", {}, "2019-05-12T13:37:00", None, "file-name"),
    ("Adobe Scan May 12, 2019.jpg", {}, "2019-05-12T00:00:00", None, "file-name-day"),
    ("Scan 12 Dec 2019 (2).jpg", {}, "2019-12-12T00:00:00", None, "file-name-day"),
    ("Scan_20190512.png", {}, "2019-05-12T00:00:00", None, "file-name-day"),
    ("Foto 12.05.2019.jpg", {}, "2019-05-12T00:00:00", None, "file-name-day"),
    ("1987-06-01 beach.jpg", {"date_time": "2015:01:01 10:00:00"}, "1987-06-01T00:00:00", None,
     "file-name-day"),
    ("1897-06-20 jubilee.tif", {}, "1897-06-20T00:00:00", None, "file-name-day"),
    # folders, and nothing at all
    ("2019-05-12 Birthday/DSC01234.JPG", {}, "2019-05-12T00:00:00", None, "folder-name"),
    ("2019/05/12/DSC01234.JPG", {}, "2019-05-12T00:00:00", None, "folder-name"),
    ("Backup 2019-05-12/DSC01234.JPG", {"at": TOKYO}, "2024-08-08T18:10:11", "+09:00", "file-time"),
    ("IMG_4120.HEIC", {"at": KATHMANDU}, "2024-08-08T14:55:11", "+05:45", "file-time"),
    ("IMG_20191332_133706.jpg", {"at": LIMA}, "2024-08-08T04:10:11", "-05:00", "file-time"),
    ("P5120001.JPG", {"at": REYKJAVIK}, "2024-08-08T09:10:11", "+00:00", "file-time"),
    ("192.168.20.2019.png", {"at": REYKJAVIK}, "2024-08-08T09:10:11", "+00:00", "file-time"),
]  # fmt: skip

D = "2019:05:12 13:37:06"
METADATA: list[Row] = [
    # EXIF, with and without offsets
    ("DSC1.JPG", {"date_time_original": D}, "2019-05-12T13:37:06", None, "exif-original"),
    ("DSC1.JPG", {"date_time_original": D, "sub_sec_original": "12"}, "2019-05-12T13:37:06.120",
     None, "exif-original"),
    ("DSC1.JPG", {"date_time_original": D, "offset_time_original": "+05:45"},
     "2019-05-12T13:37:06", "+05:45", "exif-original"),
    ("DSC1.JPG", {"date_time_original": D, "offset_time_original": "-03:30", "at": BERLIN},
     "2019-05-12T13:37:06", "-03:30", "exif-original"),
    ("DSC1.JPG", {"date_time_original": D, "offset_time": "+02:00", "date_time": D},
     "2019-05-12T13:37:06", "+02:00", "exif-original"),
    ("DSC1.JPG", {"date_time_original": D, "offset_time": "+02:00",
                  "date_time": "2020:01:01 00:00:00"}, "2019-05-12T13:37:06", None,
     "exif-original"),
    ("DSC1.JPG", {"date_time_original": D, "offset_time_digitized": "+02:00",
                  "date_time_digitized": D}, "2019-05-12T13:37:06", "+02:00", "exif-original"),
    ("DSC1.JPG", {"date_time_original": D, "at": BERLIN}, "2019-05-12T13:37:06", "+02:00",
     "exif-original"),
    ("DSC1.JPG", {"date_time_original": "2019:12:12 13:37:06", "at": BERLIN},
     "2019-12-12T13:37:06", "+01:00", "exif-original"),
    ("DSC1.JPG", {"date_time_original": D, "at": SYDNEY}, "2019-05-12T13:37:06", "+10:00",
     "exif-original"),
    ("DSC1.JPG", {"date_time_original": "2019:12:12 13:37:06", "at": SYDNEY},
     "2019-12-12T13:37:06", "+11:00", "exif-original"),
    ("DSC1.JPG", {"date_time_original": D, "offset_time_original": "   :  ", "at": KOLKATA},
     "2019-05-12T13:37:06", "+05:30", "exif-original"),
    ("DSC1.JPG", {"date_time_original": D, "gps_time": "2019:05:12 11:37:00"},
     "2019-05-12T13:37:06", None, "exif-original"),
    ("DSC1.JPG", {"date_time_original": "2021:10:31 02:30:00", "at": BERLIN,
                  "gps_time": "2021:10:31 01:29:58"}, "2021-10-31T02:30:00", "+01:00",
     "exif-original"),
    ("DSC1.JPG", {"date_time_original": "2019:05:12 13:37"}, "2019-05-12T13:37:00", None,
     "exif-original"),
    ("DSC1.JPG", {"date_time_original": "2019-05-12T13:37:06.5+02:00"},
     "2019-05-12T13:37:06.500", "+02:00", "exif-original"),
    ("DSC1.JPG", {"date_time_original": "2019:05:12"}, "2019-05-12T00:00:00", None,
     "exif-original"),
    ("DSC1.JPG", {"date_time_original": "0000:00:00 00:00:00", "date_time_digitized": D},
     "2019-05-12T13:37:06", None, "exif-digitized"),
    ("DSC1.JPG", {"date_time_original": "2097:05:12 13:37:06", "date_time_digitized": D,
                  "sub_sec_digitized": "500"}, "2019-05-12T13:37:06.500", None, "exif-digitized"),
    ("DSC1.JPG", {"date_time_original": "1970:01:01 00:00:00", "date_time_digitized": D,
                  "offset_time_digitized": "-08:00"}, "2019-05-12T13:37:06", "-08:00",
     "exif-digitized"),
    ("DSC1.JPG", {"date_time_original": "1904:01:01 00:00:00", "gps_time": D, "at": TOKYO},
     "2019-05-12T22:37:06", "+09:00", "gps-time"),
    ("DSC1.JPG", {"date_time_original": "2000:00:00 00:00:00", "gps_time": D},
     "2019-05-12T13:37:06", UTC_LOCAL, "gps-time"),
    ("DSC1.JPG", {"gps_time": D, "offset_time": "+05:30", "at": TOKYO}, "2019-05-12T19:07:06",
     "+05:30", "gps-time"),
    ("DSC1.JPG", {"gps_time": "2019:12:31 23:30:00", "at": SYDNEY}, "2020-01-01T10:30:00",
     "+11:00", "gps-time"),
    ("DSC1.JPG", {"date_time_original": "1825:01:01 12:00:00", "xmp_date": "2019-05-12T13:37:06"},
     "2019-05-12T13:37:06", None, "xmp"),
    ("DSC1.JPG", {"xmp_date": "2019-05-12T13:37:06.25+02:00"}, "2019-05-12T13:37:06.250", "+02:00",
     "xmp"),
    ("DSC1.JPG", {"xmp_date": "2019-05-12T13:37", "at": BERLIN}, "2019-05-12T13:37:00", "+02:00",
     "xmp"),
    ("IMG_20190512_133706.jpg", {"xmp_date": "2019"}, "2019-05-12T13:37:06", None, "file-name"),
    # sidecars
    ("DSC1.JPG", {"beside_xmp_date": "2019-05-12T13:37:06+02:00"}, "2019-05-12T13:37:06", "+02:00",
     "xmp-sidecar"),
    ("DSC1.JPG", {"date_time_original": D, "beside_xmp_date": "2022-02-02T02:02:02"},
     "2019-05-12T13:37:06", None, "exif-original"),
    ("DSC1.JPG", {"beside_takeout_time": "2019-05-12T11:37:06+00:00"}, "2019-05-12T11:37:06",
     UTC_LOCAL, "takeout"),
    ("DSC1.JPG", {"beside_takeout_time": "2019-05-12T11:37:06+00:00", "at": BERLIN},
     "2019-05-12T13:37:06", "+02:00", "takeout"),
    ("IMG_20190512_133706.jpg", {"beside_takeout_time": "2019-05-12T11:37:06+00:00",
                                 "at": KOLKATA}, "2019-05-12T17:07:06", "+05:30", "takeout"),
    ("IMG_20190512_133706.jpg", {"beside_takeout_time": "1970-01-01T00:00:00+00:00"},
     "2019-05-12T13:37:06", None, "file-name"),
    ("DSC1.JPG", {"beside_takeout_time": "1960-07-01T12:00:00+00:00", "at": BERLIN},
     "1960-07-01T13:00:00", "+01:00", "takeout"),
    ("IMG_1.HEIC", {"beside_movie_time": "2019-05-12T11:37:06Z", "at": TOKYO},
     "2019-05-12T20:37:06", "+09:00", "movie"),
    ("IMG_1.HEIC", {"beside_movie_time": "2019-05-12T13:37:06+0200"}, "2019-05-12T13:37:06",
     "+02:00", "movie"),
    ("IMG_20190512_133706.jpg", {"beside_movie_time": "1904-01-01T00:00:00Z"},
     "2019-05-12T13:37:06", None, "file-name"),
    # what was written last, against names
    ("DSC1.JPG", {"date_time": D}, "2019-05-12T13:37:06", None, "exif-modified"),
    ("DSC1.JPG", {"date_time": D, "offset_time": "+02:00"}, "2019-05-12T13:37:06", "+02:00",
     "exif-modified"),
    ("IMG_20190512_133706.jpg", {"date_time": "2021:03:04 05:06:07"}, "2019-05-12T13:37:06", None,
     "file-name"),
    ("2021-03-04 download.jpg", {"date_time": D}, "2019-05-12T13:37:06", None, "exif-modified"),
    ("IMG-20190512-WA0003.jpg", {"date_time": D}, "2019-05-12T13:37:06", None, "file-name-day"),
    ("2011-11-11 party/DSC1.JPG", {"date_time": D}, "2019-05-12T13:37:06", None, "exif-modified"),
    ("IMG-20190512-WA0003.jpg", {"file": "2019-05-11T20:30:00", "at": KOLKATA},
     "2019-05-12T02:00:00", "+05:30", "file-time"),
]  # fmt: skip
TABLE = NAMES + METADATA


@pytest.mark.parametrize(
    ("name", "said", "taken", "offset", "rule"),
    TABLE,
    ids=[f"{n}-{row[0].encode('ascii', 'replace').decode()}" for n, row in enumerate(TABLE)],
)
def test_table(name: str, said: dict[str, Any], taken: str, offset: str | None, rule: str) -> None:
    written = datetime.fromisoformat(said["file"]) if "file" in said else None
    local = written.replace(tzinfo=UTC) if written and "at" in said else written
    beside = {key[7:]: value for key, value in said.items() if key.startswith("beside_")}
    metadata = {k: v for k, v in said.items() if k not in ("at", "file") and k[:7] != "beside_"}
    photo = date_photo(
        Metadata(**metadata),
        f"/photos/{name}",
        int((local or FILE).timestamp()) * 10**9,
        NOW,
        sidecar=Sidecar("", **beside),
        position=said.get("at"),
    )
    assert (photo.taken, photo.utc_offset, photo.rule) == (taken, offset, rule)


def test_the_table_is_large_and_has_every_rule() -> None:
    assert len(TABLE) >= 120
    assert {row[4] for row in TABLE} == {
        "exif-original", "exif-digitized", "gps-time", "xmp", "xmp-sidecar", "takeout", "movie",
        "file-name", "file-name-day", "exif-modified", "folder-name", "file-time",
    }  # fmt: skip
