"""What is said of a published release that is called up again."""

from checker.messages.files import N_

RECALLING: dict[str, str] = {
    "help.release": N_("用公布过的一个版本运行它自己的命令，如 checker release 0.2.0 -- verify 旧.pdf；第一次先建立它的环境。退出状态就是那个命令的。"),
    "help.release_into": N_("环境建在这个文件夹；默认在用户的缓存里（~/.cache/checker/releases/版本）。建好的直接使用，没建完的重建。"),
    "help.release_python": N_("用这个 Python 建立；默认用运行本命令的这一个。"),
    "help.release_wheels": N_("不联网，只从这个文件夹取组件。"),
    "metavar.version": N_("版本"),
    "metavar.words": N_("[-- 那一版的命令 ...]"),
    "argument.version": N_("版本"),
    "release.making": N_("正在 {place} 建立 {version} 版自己的环境：按它的清单取各个组件，逐个校验，约一两分钟；建好以后直接使用。"),
    "release.again": N_("{place} 里的环境没有建完、被改动过，或是用别的 Python 建的：重新建立。"),
    "release.waiting": N_("另一个命令正在 {place} 建立 {version} 版的环境，等它建完。"),
    "release.ready": N_("{version} 版在 {place}，程序、模板、规则集都与公布的一致。用它核验：checker release {version} -- verify 旧.pdf"),
    "release.unknown": N_("没有保存可以叫出的“{version}”版。{hint}"),
    "release.changed": N_("不是 {version} 版当时保存的那一份：与 SHA256SUMS 里的摘要不符，或者缺失。没有运行它。请重新取得本程序的 locks/{version}/。"),
    "release.not_published": N_("里面的程序、模板或规则集不是 {version} 版公布的（与 published.json、release.json 的摘要不符）。没有安装它。请重新取得本程序的 locks/{version}/。"),
    "release.not_installed": N_("装在 {place} 里的不是 {version} 版公布的程序，没有运行它。请检查 pip 的设置（pip config list）是不是让它装到了别处，再运行一次。"),
    "release.dashes": N_("这个命令没有选项 {option}。属于那一版的命令和选项，都写在 -- 后面，如 checker release 0.2.0 -- verify 旧.pdf --register 台账.sqlite。"),
    "release.no_python": N_("运行不了“{python}”。请在 --python 后面写一个 Python 的位置，如 /usr/bin/python3.11。"),
    "release.old_python": N_("{version} 版要 Python {least} 或更新版本，“{python}”是 {found}。请用 --python 指定另一个，如 --python python{least}。"),
    "release.not_ours": N_("文件夹 {place} 里有别的东西，没有动它。请在 --into 后面写一个空的或新的文件夹。"),
    "release.no_place": N_("不能在 {place} 建立环境（{reason}）。请在 --into 后面写另一个文件夹。"),
    "release.no_home": N_("不知道用户的文件夹在哪里。请用 --into 写明环境建在哪个文件夹。"),
    "release.no_wheels": N_("没有文件夹 {path}。--wheels 后面写存放组件的文件夹。"),
    "release.no_venv": N_("建立不了 Python 的环境（{said}）。在 Debian 上请装 python3-venv，或用 --python 指定另一个 Python。"),
    "release.pip_failed": N_("{version} 版的组件没有装成，pip 说：“{said}”。{version} 版试过的是 Python {tried}，这里是 {python}（可用 --python 指定）；要编译组件的，须有 gcc 和 python3-dev。不能上网的，在能上网的同类电脑上运行 pip download --require-hashes -d 组件 -r {build} -r {lock}，把“组件”文件夹拿来，加 --wheels 组件。"),
    "release.wheels_lack": N_("{version} 版的组件没有装成，pip 说：“{said}”。文件夹 {wheels} 里要有清单里的全部组件，由同类的系统、同一个 Python 版本（这里是 {python}）取得：pip download --require-hashes -d 组件 -r {build} -r {lock}。"),
}
