<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) selected</source>
        <translation>
            <numerusform>%Ln photo selected</numerusform>
            <numerusform>%Ln photos selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln photo(s) to the trash?</source>
        <translation>
            <numerusform>Move %Ln photo to the trash?</numerusform>
            <numerusform>Move %Ln photos to the trash?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>They lie on %Ln disk(s).</source>
        <translation>
            <numerusform>They lie on %Ln disk.</numerusform>
            <numerusform>They lie on %Ln disks.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) that belong to them go along.</source>
        <translation>
            <numerusform>%Ln file that belongs to them goes along.</numerusform>
            <numerusform>%Ln files that belong to them go along.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln protected photo(s) stay where they are.</source>
        <translation>
            <numerusform>%Ln protected photo stays where it is.</numerusform>
            <numerusform>%Ln protected photos stay where they are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} has no trash: %Ln photo(s) there stay.</source>
        <translation>
            <numerusform>{0} has no trash: %Ln photo there stays.</numerusform>
            <numerusform>{0} has no trash: %Ln photos there stay.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) lie on a disk that is away and stay.</source>
        <translation>
            <numerusform>%Ln photo lies on a disk that is away and stays.</numerusform>
            <numerusform>%Ln photos lie on a disk that is away and stay.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new photo(s)</source>
        <translation>
            <numerusform>%Ln new photo</numerusform>
            <numerusform>%Ln new photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln changed</source>
        <translation>
            <numerusform>%Ln changed</numerusform>
            <numerusform>%Ln changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln moved</source>
        <translation>
            <numerusform>%Ln moved</numerusform>
            <numerusform>%Ln moved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln no longer there</source>
        <translation>
            <numerusform>%Ln no longer there</numerusform>
            <numerusform>%Ln no longer there</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Deleting</name>
    <message numerus="yes">
        <source>%Ln photo(s) moved to the trash, {0} freed.</source>
        <translation>
            <numerusform>%Ln photo moved to the trash, {0} freed.</numerusform>
            <numerusform>%Ln photos moved to the trash, {0} freed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) are back in their place.</source>
        <translation>
            <numerusform>%Ln photo is back in its place.</numerusform>
            <numerusform>%Ln photos are back in their place.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) stayed where they are: {0}</source>
        <translation>
            <numerusform>%Ln photo stayed where it is: {0}</numerusform>
            <numerusform>%Ln photos stayed where they are: {0}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message numerus="yes">
        <source>Delete %Ln photo(s)...</source>
        <translation>
            <numerusform>Delete %Ln photo...</numerusform>
            <numerusform>Delete %Ln photos...</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProblemsView</name>
    <message numerus="yes">
        <source>%Ln file(s) could not be read. They were left as they are.</source>
        <translation>
            <numerusform>%Ln file could not be read. It was left as it is.</numerusform>
            <numerusform>%Ln files could not be read. They were left as they are.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message numerus="yes">
        <source>%Ln folder(s)</source>
        <translation>
            <numerusform>%Ln folder</numerusform>
            <numerusform>%Ln folders</numerusform>
        </translation>
    </message>
</context>
</TS>
